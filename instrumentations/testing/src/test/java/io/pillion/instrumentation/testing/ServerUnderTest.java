package io.pillion.instrumentation.testing;

import static io.pillion.instrumentation.testing.ServerTrait.ANSWERS_EXCEPTIONS;
import static io.pillion.instrumentation.testing.ServerTrait.ANY_METHOD;
import static io.pillion.instrumentation.testing.ServerTrait.PIPELINING;
import static io.pillion.instrumentation.testing.ServerTrait.SHOWS_EXCEPTIONS;

import java.util.Set;

/** Every server, and version of it, that the scenarios run on. */
enum ServerUnderTest {
  JDK_HTTP_SERVER(
      AppSource.of("JdkHttpServerApp", "jdk-http-server"),
      Routes.withParameter("/path"),
      PIPELINING,
      SHOWS_EXCEPTIONS,
      ANY_METHOD),
  TOMCAT_10_1(
      AppSource.of("TomcatApp", "tomcat").and("servlet").with("tomcat-10.1"),
      Routes.withParameter("/path/*"),
      PIPELINING,
      ANSWERS_EXCEPTIONS,
      SHOWS_EXCEPTIONS,
      ANY_METHOD);

  private final AppSource app;
  private final Routes routes;
  private final Set<ServerTrait> traits;

  ServerUnderTest(AppSource app, Routes routes, ServerTrait... traits) {
    this.app = app;
    this.routes = routes;
    this.traits = Set.of(traits);
  }

  AppSource app() {
    return app;
  }

  Routes routes() {
    return routes;
  }

  boolean can(ServerTrait trait) {
    return traits.contains(trait);
  }
}
