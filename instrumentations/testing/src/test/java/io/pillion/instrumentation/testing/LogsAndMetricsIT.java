package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import examples.pillion.demo.Await;
import examples.pillion.demo.Jars;
import examples.pillion.demo.JavaProcess;
import examples.pillion.demo.Jdk;
import examples.pillion.demo.OtlpServer;
import examples.pillion.demo.Pod;
import examples.pillion.demo.PrivateDirectory;
import examples.pillion.demo.ReceivedSpan;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logback and Log4j, the oldest and the newest that are supported: what the application prints
 * names the current span, what is severe enough reaches the back end with it, and the JVM's metrics
 * do, and what the sidecar measures of each request; also what is logged while there is no sidecar.
 * By the JDK's loggers, too, and once only.
 */
@Timeout(180)
class LogsAndMetricsIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final AppSource LOGBACK = AppSource.of("LogbackApp", "logback").and("logging");
  private static final AppSource LOG4J = AppSource.of("Log4jApp", "log4j").and("logging");
  private static final AppSource JUL =
      AppSource.of("JulApp", "java-util-logging").and("logging").with("jul-to-slf4j");
  private static final List<AppSource> APPS =
      List.of(
          LOGBACK.with("logback-1.2"),
          LOGBACK.with("logback-1.5"),
          LOG4J.with("log4j-2.17"),
          LOG4J.with("log4j-2.25"));

  private final SpanStore spans = new SpanStore();
  private final LogStore logs = new LogStore();

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void logsNameTheirSpanAndReachTheBackEndWithMetricsThoughTheSidecarIsKilled(Jdk jdk)
      throws IOException {
    try (OtlpServer backEnd = new OtlpServer(Duration.ofMillis(50), spans::add);
        TestServer server = new TestServer();
        Pod pod =
            new Pod(
                Jars.under(Build.ROOT),
                jdk,
                backEnd.endpoint(),
                PrivateDirectory.onDisk("pillion-logs-"),
                PrivateDirectory.inMemory("pillion-logs-"),
                "    linger: 10ms",
                "    metrics-interval: 200ms",
                "")) {
      backEnd.onLogs(logs::add);
      backEnd.onMetrics(logs::add);
      pod.policy().deny(Lab.DENIED);
      pod.startSidecar();
      List<RunningApp> apps = new ArrayList<>();
      for (AppSource source : APPS) {
        apps.add(start(pod, source, server));
      }
      RunningApp jul = start(pod, JUL, server);
      apps.forEach(app -> send(app, "first"));
      apps.forEach(this::awaitMetrics);
      apps.forEach(app -> assertLogged(app, "first"));
      apps.forEach(this::assertMeasured);
      assertLoggedByJdk(jul);

      pod.sidecar().kill();
      apps.forEach(app -> send(app, "while-away"));
      pod.startSidecar();
      logs.forgetMetrics();
      apps.forEach(app -> assertLogged(app, "while-away"));
      apps.forEach(this::awaitMetrics);
      apps.forEach(this::assertNothingElse);
      assertThat(backEnd.malformedExports()).isZero();
    }
  }

  private RunningApp start(Pod pod, AppSource source, TestServer server) {
    Pod.AgentLaunch launch =
        pod.withAgent(source.id(), "metrics.jvm.interval=1s,logs.capture.mdc-keys=user;absent");
    launch.launch().flags("-XX:+UseSerialGC").environment("OTEL_METRICS_EXPORTER", "otlp");
    JavaProcess process = launch.start(AppBuild.jarOf(source));
    int port = Integer.parseInt(process.awaitLine("port ", LIMIT));
    return new RunningApp(process, source.id(), port, LIMIT, spans, server);
  }

  private static void send(RunningApp app, String id) {
    assertThat(app.send(RawRequest.get("/log?" + id)).body()).isEqualTo("logged");
  }

  private void assertLogged(RunningApp app, String id) {
    ReceivedSpan span = app.await(1, id, s -> id.equals(s.attributes().get("url.query"))).get(0);
    String ids = "[ann|" + span.key().traceId() + "|" + span.key().spanId() + "|03]";
    for (String appender : List.of("now", "later")) {
      for (String level : List.of("INFO info ", "WARN warn ", "ERROR error ")) {
        String line = appender + " " + level + id + " " + ids;
        Await.until(
            LIMIT,
            () -> app.process().stdout().lines().anyMatch(line::equals),
            () -> "not printed: " + line + System.lineSeparator() + app.process().tail());
      }
    }
    LogRecord warning = awaitLog(app, "warn " + id);
    assertThat(warning.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_WARN);
    assertThat(warning.getSeverityText()).isEqualTo("WARN");
    assertThat(hex(warning.getTraceId())).isEqualTo(span.key().traceId());
    assertThat(hex(warning.getSpanId())).isEqualTo(span.key().spanId());
    assertThat(warning.getFlags()).isEqualTo(3);
    assertThat(LogStore.attributes(warning.getAttributesList()))
        .containsOnlyKeys("thread.name", "user")
        .containsEntry("user", "ann");
    LogRecord error = awaitLog(app, "error " + id);
    assertThat(error.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_ERROR);
    Map<String, String> attributes = LogStore.attributes(error.getAttributesList());
    assertThat(attributes)
        .containsEntry("exception.type", "java.lang.IllegalStateException")
        .containsEntry("exception.message", "broken " + id);
    assertThat(attributes.get("exception.stacktrace")).contains("at apps.");
  }

  /** Of two requests served the second is not sampled. */
  private void assertMeasured(RunningApp app) {
    RawRequest notSampled =
        RawRequest.get("/log?not-sampled")
            .header("traceparent", "00-" + "ab".repeat(16) + "-" + "cd".repeat(8) + "-00");
    assertThat(app.send(notSampled).body()).isEqualTo("logged");
    Await.until(
        LIMIT,
        () -> served(app).stream().mapToLong(HistogramDataPoint::getCount).sum() == 2,
        () -> "not measured: " + served(app));
    assertThat(served(app)).hasSize(1);
    assertThat(LogStore.attributes(served(app).get(0).getAttributesList()))
        .containsEntry("http.request.method", "GET")
        .containsKeys("url.scheme", "http.response.status_code")
        .doesNotContainKeys("server.address", "url.path", "error.type");
  }

  private List<HistogramDataPoint> served(RunningApp app) {
    Metric metric = logs.metric(app.service(), "http.server.request.duration");
    return metric == null ? List.of() : metric.getHistogram().getDataPointsList();
  }

  private void assertLoggedByJdk(RunningApp app) {
    send(app, "jdk");
    ReceivedSpan span =
        app.await(1, "jdk", s -> "jdk".equals(s.attributes().get("url.query"))).get(0);
    LogRecord bridged = awaitLog(app, "apps.Bridged", "bridged jdk");
    assertThat(bridged.getSeverityText()).isEqualTo("WARN");
    LogRecord warning = awaitLog(app, "warn jdk");
    assertThat(warning.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_WARN);
    assertThat(warning.getSeverityText()).isEqualTo("WARNING");
    assertThat(hex(warning.getTraceId())).isEqualTo(span.key().traceId());
    assertThat(hex(warning.getSpanId())).isEqualTo(span.key().spanId());
    assertThat(LogStore.attributes(warning.getAttributesList())).containsOnlyKeys("thread.name");
    LogRecord error = awaitLog(app, "error jdk");
    assertThat(error.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_ERROR);
    assertThat(LogStore.attributes(error.getAttributesList()))
        .containsEntry("exception.type", "java.lang.IllegalStateException");
    awaitLog(app, "apps.Filtered", "let jdk");
    awaitLog(app, "judging");
    assertThat(logs.times().entrySet())
        .filteredOn(e -> e.getKey().startsWith(app.service() + " ") && e.getKey().endsWith(" jdk"))
        .hasSize(4)
        .allMatch(e -> e.getValue() == 1);
    assertThat(app.process().stdout().lines().filter(line -> line.startsWith("asked ")))
        .containsOnly("asked 2");
  }

  private LogRecord awaitLog(RunningApp app, String message) {
    return awaitLog(app, "apps.Shop", message);
  }

  private LogRecord awaitLog(RunningApp app, String logger, String message) {
    String key = app.service() + " " + logger + ": " + message;
    Await.until(
        LIMIT,
        () -> logs.logs().containsKey(key),
        () -> "not received: " + key + ", received=" + logs.logs().keySet());
    return logs.logs().get(key);
  }

  private void assertNothingElse(RunningApp app) {
    assertThat(logs.logs().keySet())
        .filteredOn(key -> key.startsWith(app.service() + " "))
        .allMatch(key -> key.contains(" apps.Shop: warn ") || key.contains(" apps.Shop: error "));
    assertThat(app.process().stdout())
        .contains("now WARN warn outside [nobody|||]")
        .doesNotContain("the thread's own context was changed");
    LogRecord outside = awaitLog(app, "warn outside");
    assertThat(outside.getTraceId().isEmpty()).isTrue();
    assertThat(outside.getSpanId().isEmpty()).isTrue();
  }

  private void awaitMetrics(RunningApp app) {
    for (String name :
        List.of(
            "jvm.memory.used",
            "jvm.memory.committed",
            "jvm.memory.limit",
            "jvm.thread.count",
            "jvm.class.loaded",
            "jvm.class.unloaded",
            "jvm.class.count",
            "jvm.cpu.time",
            "jvm.cpu.count",
            "jvm.cpu.recent_utilization")) {
      assertThat(metric(app, name).getName()).isEqualTo(name);
    }
    Metric used = metric(app, "jvm.memory.used");
    assertThat(used.getUnit()).isEqualTo("By");
    assertThat(used.getSum().getIsMonotonic()).isFalse();
    assertThat(used.getSum().getDataPointsList())
        .extracting(point -> LogStore.attributes(point.getAttributesList()))
        .contains(
            Map.of("jvm.memory.type", "heap", "jvm.memory.pool.name", "Eden Space"),
            Map.of("jvm.memory.type", "non_heap", "jvm.memory.pool.name", "Metaspace"));
    assertThat(metric(app, "jvm.thread.count").getSum().getDataPointsList())
        .allMatch(point -> point.getAsInt() > 0)
        .extracting(point -> LogStore.attributes(point.getAttributesList()))
        .contains(Map.of("jvm.thread.daemon", "true", "jvm.thread.state", "runnable"));
    NumberDataPoint cpu = metric(app, "jvm.cpu.time").getSum().getDataPoints(0);
    assertThat(cpu.getAsDouble()).isPositive();
    assertThat(cpu.getStartTimeUnixNano()).isLessThan(cpu.getTimeUnixNano());
    Metric collections = logs.metric(app.service(), "jvm.gc.duration");
    if (collections != null) {
      HistogramDataPoint point = collections.getHistogram().getDataPoints(0);
      assertThat(point.getExplicitBoundsList()).containsExactly(0.01, 0.1, 1.0, 10.0);
      assertThat(point.getBucketCountsList().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(point.getCount());
    }
  }

  private Metric metric(RunningApp app, String name) {
    Await.until(
        LIMIT,
        () -> logs.metric(app.service(), name) != null,
        () -> "no metric " + name + " of " + app.service());
    return logs.metric(app.service(), name);
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
