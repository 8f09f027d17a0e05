package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import examples.pillion.demo.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The same scenarios with the stock OpenTelemetry agent: they judge the scenarios, and tell users
 * what changes for them. What differs is written to {@code target/stock-differences}; a test fails
 * only if a difference that {@code docs/compatibility.md} tells of is not there.
 */
@ExtendWith(LabExtension.class)
@Timeout(600)
class StockDifferencesIT {
  private static final Path REPORTS = Build.TARGET.resolve("stock-differences");

  @TestFactory
  List<DynamicTest> servers(Lab lab) {
    List<DynamicTest> tests = new ArrayList<>();
    for (ServerUnderTest server : ServerUnderTest.values()) {
      if (chosen(server)) {
        tests.add(DynamicTest.dynamicTest(server.toString(), () -> server(lab, server)));
      }
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> clients(Lab lab) {
    List<DynamicTest> tests = new ArrayList<>();
    for (ClientUnderTest client : ClientUnderTest.values()) {
      if (chosen(client)) {
        tests.add(DynamicTest.dynamicTest(client.toString(), () -> client(lab, client)));
      }
    }
    return tests;
  }

  /** The start of the stock agent is slow: without being asked only what documents a difference. */
  private static boolean chosen(Enum<?> subject) {
    return Selection.isNamed(subject)
        || (Selection.has(subject) && !StockDifference.knownOf(subject).isEmpty());
  }

  private static void server(Lab lab, ServerUnderTest server) throws IOException {
    RunningApp app = lab.start(server.app(), Jdk.current(), AgentUnderTest.STOCK);
    try (ServerRun run = new ServerRun(server, app)) {
      judge(server, differences(ServerScenarios.of(server), run));
    }
  }

  private static void client(Lab lab, ClientUnderTest client) throws IOException {
    RunningApp app = lab.start(client.app(), Jdk.current(), AgentUnderTest.STOCK);
    try (ClientRun run = new ClientRun(client, app)) {
      judge(client, differences(ClientScenarios.of(client), run));
    }
  }

  /** What is wrong, by scenario. */
  private static <R> Map<String, String> differences(List<Scenario<R>> scenarios, R run) {
    Map<String, String> differences = new LinkedHashMap<>();
    for (Scenario<R> scenario : scenarios) {
      try {
        scenario.body().run(run);
      } catch (Exception | AssertionError e) {
        differences.put(scenario.name(), String.valueOf(e.getMessage()));
      }
    }
    return differences;
  }

  private static void judge(Enum<?> subject, Map<String, String> differences) throws IOException {
    StringBuilder report = new StringBuilder();
    differences.forEach(
        (name, what) -> report.append("## ").append(name).append('\n').append(what.indent(4)));
    Files.createDirectories(REPORTS);
    Files.writeString(REPORTS.resolve(subject.name() + ".txt"), report);
    System.out.println("stock agent, " + subject + ": differs in " + differences.keySet());
    assertThat(differences.keySet()).containsAll(StockDifference.knownOf(subject));
  }
}
