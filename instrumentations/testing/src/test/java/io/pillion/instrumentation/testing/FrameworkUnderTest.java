package io.pillion.instrumentation.testing;

/** Every framework within a servlet, and version of it, whose routes are looked at. */
enum FrameworkUnderTest {
  SPRING_WEBMVC_5_3(framework("SpringWebMvcApp", "spring-webmvc", "spring-webmvc-5.3").javax()),
  SPRING_WEBMVC_7_0(framework("SpringWebMvcApp", "spring-webmvc", "spring-webmvc-7.0")),
  JERSEY_2_47(framework("JerseyApp", "jersey", "jersey-2.47").and("jaxrs").javax()),
  JERSEY_3_1(framework("JerseyApp", "jersey", "jersey-3.1").and("jaxrs")),
  RESTEASY_3_0(framework("ResteasyApp", "resteasy", "resteasy-3.0").and("jaxrs").javax()),
  RESTEASY_4_0(
      Turn.WHEN_NAMED, framework("ResteasyApp", "resteasy", "resteasy-4.0").and("jaxrs").javax()),
  RESTEASY_6_2(Turn.WHEN_NAMED, framework("ResteasyApp", "resteasy", "resteasy-6.2").and("jaxrs")),
  RESTEASY_7_0(framework("ResteasyApp", "resteasy", "resteasy-7.0").and("jaxrs"));

  private final Turn turn;
  private final AppSource app;

  FrameworkUnderTest(AppSource app) {
    this(Turn.ALWAYS, app);
  }

  FrameworkUnderTest(Turn turn, AppSource app) {
    this.turn = turn;
    this.app = app;
  }

  private static AppSource framework(String main, String folder, String libraries) {
    return AppSource.of(main, folder).and("routes").with(libraries);
  }

  Turn turn() {
    return turn;
  }

  AppSource app() {
    return app;
  }
}
