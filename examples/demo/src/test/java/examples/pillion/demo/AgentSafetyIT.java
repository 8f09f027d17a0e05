package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the agent must not do to an application. */
@Timeout(60)
final class AgentSafetyIT {

  private static final Duration ARRIVAL = Duration.ofSeconds(15);
  private static final Route STOCK = new Route("/stock/tea", 200, 1);

  @RegisterExtension final Pods pods = new Pods();

  private final Jars jars = Jars.under(Pods.ROOT);

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void startsRegardlessOfABadOptionAndNamesIt(Jdk jdk) throws IOException {
    Pod pod = pods.pod(jdk, URI.create("http://127.0.0.1:9"));

    Service inventory = start(pod.withAgent("inventory", "policy.requierd=true"));

    assertThat(HttpCalls.status(inventory.at(STOCK))).isEqualTo(200);
    assertThat(inventory.process().stderr()).contains("policy.requierd", "policy.required");
  }

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void instrumentsOnceWhenTheJarIsGivenTwice(Jdk jdk) throws IOException {
    OtlpReceiver receiver = pods.receiver(Duration.ZERO);
    Pod pod = pods.pod(jdk, receiver);
    pod.policy().deny("/admin/*");
    pod.startSidecar();
    Pod.AgentLaunch launch = pod.withAgent("inventory", "");
    launch.launch().flags("-javaagent:" + jars.agent() + "=ipc.dir=" + pod.shared().path());
    Service inventory = start(launch);

    String first = TraceIds.trace();
    String second = TraceIds.trace();
    assertThat(HttpCalls.get(inventory.at(STOCK), first).statusCode()).isEqualTo(200);
    awaitTrace(receiver, first);
    assertThat(HttpCalls.get(inventory.at(STOCK), second).statusCode()).isEqualTo(200);
    awaitTrace(receiver, second);

    assertThat(receiver.trace(first)).hasSize(1);
    assertThat(pod.api().sessions()).hasSize(1);
  }

  private static void awaitTrace(OtlpReceiver receiver, String traceId) {
    Await.until(ARRIVAL, () -> !receiver.trace(traceId).isEmpty(), () -> "trace did not arrive");
  }

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void causesNoWarningButTheJdksOwnAboutUnsafe(Jdk jdk) throws IOException {
    Service inventory = startAndUse(jdk);

    StandardError error = StandardError.of(inventory.process());
    assertThat(error.otherLines()).isEmpty();
    assertThat(error.unsafeLines()).hasSizeLessThanOrEqualTo(jdk.feature() < 24 ? 0 : 4);
  }

  @Test
  void causesNoWarningAtAllOnTheNewestJdkWithItsFlag() throws IOException {
    Service inventory = startAndUse(Jdks.newest(), "--sun-misc-unsafe-memory-access=allow");

    StandardError error = StandardError.of(inventory.process());
    assertThat(error.otherLines()).isEmpty();
    assertThat(error.unsafeLines()).isEmpty();
  }

  @Test
  void runsWithoutSharedMemoryWhereTheNewestJdkDeniesWhatItTakes() throws IOException {
    Pod pod = pods.pod(Jdks.newest(), URI.create("http://127.0.0.1:9"));
    Pod.AgentLaunch launch = pod.withAgent("inventory", "");
    launch.launch().flags("--sun-misc-unsafe-memory-access=deny", "--illegal-native-access=deny");
    Service inventory = start(launch);

    assertThat(HttpCalls.status(inventory.at(STOCK))).isEqualTo(200);
    Await.until(
        ARRIVAL,
        () -> inventory.process().stderr().contains("shared memory is off"),
        () -> "agent says nothing: " + inventory.process().stderr());
    assertThat(HttpCalls.status(inventory.at(STOCK))).isEqualTo(200);
    StandardError error = StandardError.of(inventory.process());
    assertThat(error.agentLines()).hasSize(2);
    assertThat(error.otherLines()).isEmpty();
  }

  /** A sidecar is there, so that every part of the agent is at work. */
  private Service startAndUse(Jdk jdk, String... flags) throws IOException {
    OtlpReceiver receiver = pods.receiver(Duration.ZERO);
    Pod pod = pods.pod(jdk, receiver);
    pod.policy().deny("/admin/*");
    pod.startSidecar();
    Pod.AgentLaunch launch = pod.withAgent("inventory", "");
    launch.launch().flags(flags);
    Service inventory = start(launch);
    for (String traceId : List.of(TraceIds.trace(), TraceIds.trace())) {
      assertThat(HttpCalls.get(inventory.at(STOCK), traceId).statusCode()).isEqualTo(200);
      awaitTrace(receiver, traceId);
    }
    return inventory;
  }

  private Service start(Pod.AgentLaunch launch) {
    return Pod.listening(launch.start(jars.inventory(), "--port", "0"), "inventory");
  }
}
