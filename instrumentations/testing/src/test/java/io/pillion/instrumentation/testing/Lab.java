package io.pillion.instrumentation.testing;

import examples.pillion.demo.Jars;
import examples.pillion.demo.JavaProcess;
import examples.pillion.demo.Jdk;
import examples.pillion.demo.OtlpServer;
import examples.pillion.demo.Pod;
import examples.pillion.demo.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What all tests share: a back end, a sidecar per JDK, and the server that applications call.
 *
 * <p><b>Threading.</b> One thread.
 *
 * <p><b>Ownership.</b> Owns every process it starts; all are gone after {@link #close}.
 */
final class Lab implements AutoCloseable {
  /** Denied by policy, in every application. */
  static final String DENIED = "/denied";

  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  private final SpanStore spans = new SpanStore();
  private final OtlpServer backEnd = new OtlpServer(Duration.ZERO, spans::add);
  private final TestServer server = new TestServer();
  private final Map<Integer, Pod> pods = new LinkedHashMap<>();
  private final boolean denying;

  Lab() throws IOException {
    this(true);
  }

  private Lab(boolean denying) throws IOException {
    this.denying = denying;
  }

  /** A lab without policy: the agents refuse nothing. */
  static Lab withoutPolicy() throws IOException {
    return new Lab(false);
  }

  SpanStore spans() {
    return spans;
  }

  TestServer server() {
    return server;
  }

  /** Starts an application and returns when it says where it listens. */
  RunningApp start(AppSource app, Jdk jdk, AgentUnderTest agent) throws IOException {
    String service = app.id() + "-" + agent.label() + "-jdk" + jdk.feature();
    Pod pod = pod(jdk);
    Pod.AgentLaunch launch =
        agent == AgentUnderTest.PILLION ? pod.withAgent(service, "") : pod.withoutAgent(service);
    launch.launch().flags("-Dtest.echo=" + server.base());
    captureHeaders(launch.launch());
    if (agent == AgentUnderTest.STOCK) {
      withStockAgent(launch.launch(), service);
    }
    JavaProcess process = launch.start(AppBuild.jarOf(app));
    int port = Integer.parseInt(process.awaitLine("port ", START_LIMIT));
    return new RunningApp(process, service, port, arrivalLimit(agent), spans, server);
  }

  /** Both agents read these. */
  private static void captureHeaders(JavaProcess.Launch launch) {
    for (String side : List.of("SERVER", "CLIENT")) {
      for (String direction : List.of("Request", "Response")) {
        launch.environment(
            "OTEL_INSTRUMENTATION_HTTP_"
                + side
                + "_CAPTURE_"
                + direction.toUpperCase(Locale.ROOT)
                + "_HEADERS",
            "X-Test-" + direction);
      }
    }
  }

  /** The stock agent is known to leave some out: there is no use in waiting long for those. */
  private static Duration arrivalLimit(AgentUnderTest agent) {
    return agent == AgentUnderTest.STOCK ? Duration.ofSeconds(2) : Duration.ofSeconds(20);
  }

  /** Compiled fast, for its start takes seconds of a core. */
  private void withStockAgent(JavaProcess.Launch launch, String service) {
    launch
        .flags("-javaagent:" + AgentUnderTest.stockJar(), "-XX:TieredStopAtLevel=1")
        .environment("OTEL_SERVICE_NAME", service)
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", backEnd.endpoint().toString())
        .environment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        .environment("OTEL_METRICS_EXPORTER", "none")
        .environment("OTEL_LOGS_EXPORTER", "none")
        .environment("OTEL_BSP_SCHEDULE_DELAY", "50");
  }

  private Pod pod(Jdk jdk) throws IOException {
    Pod known = pods.get(jdk.feature());
    if (known != null) {
      return known;
    }
    Pod pod =
        new Pod(
            Jars.under(Build.ROOT),
            jdk,
            backEnd.endpoint(),
            PrivateDirectory.onDisk("pillion-testing-"),
            PrivateDirectory.inMemory("pillion-testing-"),
            "    linger: 10ms",
            "");
    pods.put(jdk.feature(), pod);
    if (denying) {
      pod.policy().deny(DENIED);
    } else {
      // A directory of policies, and none in it.
      Files.createDirectory(pod.policy().path());
    }
    pod.startSidecar();
    return pod;
  }

  @Override
  public void close() {
    pods.values().forEach(Pod::close);
    backEnd.close();
    server.close();
  }
}
