package io.pillion.instrumentation.testing;

import java.nio.file.Path;
import java.util.Locale;

/** What an application runs with. */
enum AgentUnderTest {
  /** Nothing: how the application behaves by itself. */
  NONE,
  /** The packaged agent with a sidecar. */
  PILLION,
  /** The stock OpenTelemetry agent, as a control. */
  STOCK;

  /** The stock agent's jar, as the module's pom names its version. */
  static Path stockJar() {
    return Build.libraries("stock-agent").get(0);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
