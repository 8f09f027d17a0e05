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
  TOMCAT_8_5_0(tomcat("tomcat-8.5.0").javax()),
  TOMCAT_8_5_100(Turn.WHEN_NAMED, tomcat("tomcat-8.5.100").javax()),
  TOMCAT_9(tomcat("tomcat-9").javax()),
  TOMCAT_10_0(Turn.WHEN_NAMED, tomcat("tomcat-10.0")),
  TOMCAT_10_1(tomcat("tomcat-10.1")),
  TOMCAT_11(tomcat("tomcat-11")),
  JETTY_9_4_0(jetty("jetty-9.4.0", "jetty").javax()),
  JETTY_9_4_58(Turn.WHEN_NAMED, jetty("jetty-9.4.58", "jetty").javax()),
  JETTY_10_0(Turn.WHEN_NAMED, jetty("jetty-10.0", "jetty").javax()),
  JETTY_11_0(Turn.WHEN_NAMED, jetty("jetty-11.0", "jetty")),
  JETTY_12_0_EE8(Turn.WHEN_NAMED, jetty("jetty-12.0-ee8", "jetty.ee8").javax()),
  JETTY_12_0_EE9(Turn.WHEN_NAMED, jetty("jetty-12.0-ee9", "jetty.ee9")),
  JETTY_12_0_0_EE10(Turn.WHEN_NAMED, jetty("jetty-12.0.0-ee10", "jetty.ee10")),
  JETTY_12_0_EE10(Turn.WHEN_NAMED, jetty("jetty-12.0-ee10", "jetty.ee10")),
  JETTY_12_1_EE11(jetty("jetty-12.1-ee11", "jetty.ee11")),
  /** Without pipelining: after a body in chunks it waits for ever, with and without an agent. */
  UNDERTOW_1_4(
      undertow("undertow-1.4").javax(),
      Routes.withParameter("/path/*"),
      ANSWERS_EXCEPTIONS,
      SHOWS_EXCEPTIONS,
      SHOWS_MISSING,
      ANY_METHOD),
  UNDERTOW_2_0(Turn.WHEN_NAMED, undertow("undertow-2.0").javax()),
  UNDERTOW_2_2(Turn.WHEN_NAMED, undertow("undertow-2.2").javax()),
  UNDERTOW_2_3(undertow("undertow-2.3")),
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

  private final Turn turn;
  private final AppSource app;
  private final Routes routes;
  private final Set<ServerTrait> traits;

  ServerUnderTest(AppSource app, Routes routes, ServerTrait... traits) {
    this(Turn.ALWAYS, app, routes, traits);
  }

  /** A servlet container: what the specification demands, all of them do. */
  ServerUnderTest(AppSource app) {
    this(Turn.ALWAYS, app);
  }

  ServerUnderTest(Turn turn, AppSource app) {
    this(turn, app, Routes.withParameter("/path/*"), ServerTrait.values());
  }

  ServerUnderTest(Turn turn, AppSource app, Routes routes, ServerTrait... traits) {
    this.turn = turn;
    this.app = app;
    this.routes = routes;
    this.traits = Set.of(traits);
  }

  private static AppSource tomcat(String libraries) {
    return AppSource.of("TomcatApp", "tomcat").and("servlet").with(libraries);
  }

  private static AppSource undertow(String libraries) {
    return AppSource.of("UndertowApp", "undertow").and("servlet").with(libraries);
  }

  /** Jetty's packages are named after the specification that they implement. */
  private static AppSource jetty(String libraries, String packages) {
    return AppSource.of("JettyApp", "jetty")
        .and("servlet")
        .with(libraries)
        .replacing("jetty.ee10", packages);
  }

  Turn turn() {
    return turn;
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
