package io.pillion.instrumentation.testing;

import examples.pillion.demo.Jdk;
import java.util.List;

/** Servers whose answers are compared byte for byte. */
enum EqualityUnderTest {
  TOMCAT_10_1(servlets("EqualityTomcatApp", "equality-tomcat", "tomcat-10.1")),
  NETTY_4_2(AppSource.of("EqualityNettyApp", "equality-netty").and("equality").with("netty-4.2")),
  TOMCAT_9(Turn.WHEN_NAMED, servlets("EqualityTomcatApp", "equality-tomcat", "tomcat-9").javax()),
  /** It answers 101 to a servlet that upgrades, but then goes on to read HTTP. */
  JETTY_12_1(
      Turn.WHEN_NAMED,
      hidingAttributes(servlets("EqualityJettyApp", "equality-jetty", "jetty-12.1-ee11"))
          .replacing("jetty.ee10", "jetty.ee11")
          .replacing("/upgrade", "/not-upgraded")),
  UNDERTOW_2_3(
      Turn.WHEN_NAMED,
      hidingAttributes(servlets("EqualityUndertowApp", "equality-undertow", "undertow-2.3")));

  private final Turn turn;
  private final AppSource app;

  EqualityUnderTest(AppSource app) {
    this(Turn.ALWAYS, app);
  }

  EqualityUnderTest(Turn turn, AppSource app) {
    this.turn = turn;
    this.app = app;
  }

  private static AppSource servlets(String main, String folder, String libraries) {
    return AppSource.of(main, folder).and("equality").and("equality-servlet").with(libraries);
  }

  /** Only in Tomcat the agent's attribute is not listed. */
  private static AppSource hidingAttributes(AppSource app) {
    return app.replacing("request.getAttributeNames()", "Collections.emptyEnumeration()");
  }

  AppSource app() {
    return app;
  }

  /** Whether its servlets go on in another protocol. */
  boolean upgrades() {
    return this != JETTY_12_1;
  }

  /** All it is asked for on; else one after the other, so that each JDK has its turn. */
  List<Jdk> jdks(List<Jdk> all) {
    if (!Selection.has(this) || !turn.comes(this)) {
      return List.of();
    }
    return Selection.isNamed(this) ? all : List.of(all.get(ordinal() % all.size()));
  }
}
