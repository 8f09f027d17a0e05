package io.pillion.instrumentation.testing;

/** Versions of Jetty whose own answers are looked at. */
enum JettyUnderTest {
  JETTY_9_4(
      AppSource.of("JettyOutside9App", "jetty-outside-9")
          .and("servlet")
          .with("jetty-9.4.58")
          .javax()),
  JETTY_12_1(
      AppSource.of("JettyOutsideApp", "jetty-outside")
          .and("servlet")
          .with("jetty-12.1-ee11")
          .replacing("jetty.ee10", "jetty.ee11"));

  private final AppSource app;

  JettyUnderTest(AppSource app) {
    this.app = app;
  }

  AppSource app() {
    return app;
  }
}
