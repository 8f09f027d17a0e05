package io.pillion.instrumentation.testing;

import static io.pillion.instrumentation.testing.ServerTrait.ANSWERS_EXCEPTIONS;
import static io.pillion.instrumentation.testing.ServerTrait.ANY_METHOD;
import static io.pillion.instrumentation.testing.ServerTrait.PIPELINING;
import static io.pillion.instrumentation.testing.ServerTrait.SHOWS_EXCEPTIONS;
import static io.pillion.instrumentation.testing.ServerTrait.SHOWS_MISSING;

import java.util.Set;

/** Every server, and version of it, that the scenarios run on. */
enum ServerUnderTest {
  JDK_HTTP_SERVER(
      AppSource.of("JdkHttpServerApp", "jdk-http-server"),
      Routes.withParameter("/path"),
      PIPELINING,
      SHOWS_EXCEPTIONS,
      ANY_METHOD),
  TOMCAT_9(
      AppSource.of("TomcatApp", "tomcat").and("servlet").with("tomcat-9").javax(),
      Routes.withParameter("/path/*"),
      PIPELINING,
      ANSWERS_EXCEPTIONS,
      SHOWS_EXCEPTIONS,
      SHOWS_MISSING,
      ANY_METHOD),
  TOMCAT_10_1(
      AppSource.of("TomcatApp", "tomcat").and("servlet").with("tomcat-10.1"),
      Routes.withParameter("/path/*"),
      PIPELINING,
      ANSWERS_EXCEPTIONS,
      SHOWS_EXCEPTIONS,
      SHOWS_MISSING,
      ANY_METHOD),
  TOMCAT_11(
      AppSource.of("TomcatApp", "tomcat").and("servlet").with("tomcat-11"),
      Routes.withParameter("/path/*"),
      PIPELINING,
      ANSWERS_EXCEPTIONS,
      SHOWS_EXCEPTIONS,
      SHOWS_MISSING,
      ANY_METHOD),
  NETTY_4_1(
      AppSource.of("NettyServerApp", "netty-server").with("netty-4.1"),
      Routes.NONE,
      PIPELINING,
      ANSWERS_EXCEPTIONS,
      SHOWS_EXCEPTIONS,
      SHOWS_MISSING,
      ANY_METHOD),
  NETTY_4_2(
      AppSource.of("NettyServerApp", "netty-server").with("netty-4.2"),
      Routes.NONE,
      PIPELINING,
      ANSWERS_EXCEPTIONS,
      SHOWS_EXCEPTIONS,
      SHOWS_MISSING,
      ANY_METHOD),
  VERTX_4_0(
      AppSource.of("VertxServerApp", "vertx-server").with("vertx-4.0").onVertxWorkers(),
      Routes.NONE,
      PIPELINING,
      ANSWERS_EXCEPTIONS,
      SHOWS_MISSING,
      ANY_METHOD),
  VERTX_5_0(
      AppSource.of("VertxServerApp", "vertx-server").with("vertx-5.0"),
      Routes.NONE,
      PIPELINING,
      ANSWERS_EXCEPTIONS,
      SHOWS_MISSING,
      ANY_METHOD),
  WEBFLUX_5_3(
      AppSource.of("WebFluxApp", "webflux").with("webflux-5.3"),
      Routes.withParameter("/path/{id}/param"),
      PIPELINING,
      ANSWERS_EXCEPTIONS),
  WEBFLUX_7_0(
      AppSource.of("WebFluxApp", "webflux").with("webflux-7.0"),
      Routes.withParameter("/path/{id}/param"),
      PIPELINING,
      ANSWERS_EXCEPTIONS,
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
