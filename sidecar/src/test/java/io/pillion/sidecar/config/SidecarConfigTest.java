package io.pillion.sidecar.config;

import static io.pillion.sidecar.config.TelemetrySignal.LOGS;
import static io.pillion.sidecar.config.TelemetrySignal.METRICS;
import static io.pillion.sidecar.config.TelemetrySignal.TRACES;
import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.policy.OnUnavailable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SidecarConfigTest {
  static final String ALL_KEYS =
      """
      ipc:
        dir: /dev/shm/other
      export:
        otlp:
          endpoint: https://collector.example:4318/base/
          traces-endpoint: http://[::1]:9/otlp?x=1
          metrics-endpoint: http://[::1]:9/m
          logs-endpoint: http://[::1]:9/l
          protocol: grpc
          traces-protocol: http/protobuf
          metrics-protocol: grpc
          logs-protocol: http/protobuf
          headers:
            x-token: secret-1
            X-Other: "7"
          traces-headers:
            t: "1"
          metrics-headers:
            m: "1"
          logs-headers:
            l: "1"
          compression: none
          traces-compression: gzip
          metrics-compression: none
          logs-compression: gzip
          timeout: 3s
          traces-timeout: 4s
          metrics-timeout: 5s
          logs-timeout: 6s
          certificate: ca
          traces-certificate: traces-ca
          metrics-certificate: metrics-ca
          logs-certificate: logs-ca
          client-certificate: own
          traces-client-certificate: traces-own
          metrics-client-certificate: metrics-own
          logs-client-certificate: logs-own
          client-key: key
          traces-client-key: traces-key
          metrics-client-key: metrics-key
          logs-client-key: logs-key
          batch-size: 17
          linger: 20ms
          max-in-flight: 2
          metrics-interval: 5s
          metrics-temporality: delta
          retry:
            initial-backoff: 1s
            max-backoff: 2m
      policy:
        path: policies/
        on-unavailable: allow
        busy-poll: 3ms
      admin:
        address: "[::1]:1"
      health:
        address: 127.0.0.1:2
      metrics:
        address: 127.0.0.1:3
        cardinality-limit: 9
        memory: 3MiB
      shutdown:
        grace-period: 25s
      traces:
        memory: 512KiB
      """;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("pillion.yaml");
  }

  @Test
  void hasDefaultsWithoutFileAndEnvironment() {
    SidecarConfig config = load(null, Map.of());

    assertThat(config.ipcDir()).isNull();
    assertThat(config.tracesEndpoint()).isNull();
    assertThat(config.export(METRICS)).isNull();
    assertThat(config.exportBatchSize()).isEqualTo(512);
    assertThat(config.exportLinger()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.exportMaxInFlight()).isEqualTo(4);
    assertThat(config.metricsInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.metricsAreDeltas()).isFalse();
    assertThat(config.metricsCardinalityLimit()).isEqualTo(2000);
    assertThat(config.metricsMemoryBytes()).isEqualTo(1 << 20);
    assertThat(config.retryInitialBackoff()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.retryMaxBackoff()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.policyPath()).isNull();
    assertThat(config.policyOnUnavailable()).isEqualTo(OnUnavailable.DENY);
    assertThat(config.policyBusyPoll()).isZero();
    assertThat(config.adminAddress()).isEqualTo(new ListenAddress("127.0.0.1", 7420));
    assertThat(config.healthAddress()).isEqualTo(new ListenAddress("0.0.0.0", 7421));
    assertThat(config.metricsAddress()).isEqualTo(new ListenAddress("0.0.0.0", 7422));
    assertThat(config.shutdownGracePeriod()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.tracesMemoryBytes()).isEqualTo(8 << 20);
  }

  @Test
  void takesEveryKeyFromTheFile() {
    assertAllKeysDiffer(load(ALL_KEYS, Map.of()));
  }

  @Test
  void takesEveryKeyFromTheEnvironment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PILLION_IPC_DIR", "/dev/shm/other");
    environment.put("PILLION_EXPORT_OTLP_ENDPOINT", "https://collector.example:4318/base/");
    environment.put("PILLION_EXPORT_OTLP_TRACES_ENDPOINT", "http://[::1]:9/otlp?x=1");
    environment.put("PILLION_EXPORT_OTLP_METRICS_ENDPOINT", "http://[::1]:9/m");
    environment.put("PILLION_EXPORT_OTLP_LOGS_ENDPOINT", "http://[::1]:9/l");
    environment.put("PILLION_EXPORT_OTLP_PROTOCOL", "grpc");
    environment.put("PILLION_EXPORT_OTLP_TRACES_PROTOCOL", "http/protobuf");
    environment.put("PILLION_EXPORT_OTLP_METRICS_PROTOCOL", "grpc");
    environment.put("PILLION_EXPORT_OTLP_LOGS_PROTOCOL", "http/protobuf");
    environment.put("PILLION_EXPORT_OTLP_HEADERS", "x-token=secret-1, X-Other = %37");
    environment.put("PILLION_EXPORT_OTLP_TRACES_HEADERS", "t=1");
    environment.put("PILLION_EXPORT_OTLP_METRICS_HEADERS", "m=1");
    environment.put("PILLION_EXPORT_OTLP_LOGS_HEADERS", "l=1");
    environment.put("PILLION_EXPORT_OTLP_COMPRESSION", "none");
    environment.put("PILLION_EXPORT_OTLP_TRACES_COMPRESSION", "gzip");
    environment.put("PILLION_EXPORT_OTLP_METRICS_COMPRESSION", "none");
    environment.put("PILLION_EXPORT_OTLP_LOGS_COMPRESSION", "gzip");
    environment.put("PILLION_EXPORT_OTLP_TIMEOUT", "3s");
    environment.put("PILLION_EXPORT_OTLP_TRACES_TIMEOUT", "4s");
    environment.put("PILLION_EXPORT_OTLP_METRICS_TIMEOUT", "5s");
    environment.put("PILLION_EXPORT_OTLP_LOGS_TIMEOUT", "6s");
    Map<String, String> files =
        Map.of("CERTIFICATE", "ca", "CLIENT_CERTIFICATE", "own", "CLIENT_KEY", "key");
    files.forEach(
        (variable, file) -> {
          environment.put("PILLION_EXPORT_OTLP_" + variable, file);
          environment.put("PILLION_EXPORT_OTLP_TRACES_" + variable, "traces-" + file);
          environment.put("PILLION_EXPORT_OTLP_METRICS_" + variable, "metrics-" + file);
          environment.put("PILLION_EXPORT_OTLP_LOGS_" + variable, "logs-" + file);
        });
    environment.put("PILLION_EXPORT_OTLP_BATCH_SIZE", "17");
    environment.put("PILLION_EXPORT_OTLP_LINGER", "20ms");
    environment.put("PILLION_EXPORT_OTLP_MAX_IN_FLIGHT", "2");
    environment.put("PILLION_EXPORT_OTLP_METRICS_INTERVAL", "5s");
    environment.put("PILLION_EXPORT_OTLP_METRICS_TEMPORALITY", "delta");
    environment.put("PILLION_METRICS_CARDINALITY_LIMIT", "9");
    environment.put("PILLION_METRICS_MEMORY", "3MiB");
    environment.put("PILLION_EXPORT_OTLP_RETRY_INITIAL_BACKOFF", "1s");
    environment.put("PILLION_EXPORT_OTLP_RETRY_MAX_BACKOFF", "2m");
    environment.put("PILLION_POLICY_PATH", "policies/");
    environment.put("PILLION_POLICY_ON_UNAVAILABLE", "allow");
    environment.put("PILLION_POLICY_BUSY_POLL", "3ms");
    environment.put("PILLION_ADMIN_ADDRESS", "[::1]:1");
    environment.put("PILLION_HEALTH_ADDRESS", "127.0.0.1:2");
    environment.put("PILLION_METRICS_ADDRESS", "127.0.0.1:3");
    environment.put("PILLION_SHUTDOWN_GRACE_PERIOD", "25s");
    environment.put("PILLION_TRACES_MEMORY", "512KiB");

    assertThat(environment).hasSameSizeAs(ConfigKeys.ALL);
    assertAllKeysDiffer(load(null, environment));
  }

  private static void assertAllKeysDiffer(SidecarConfig config) {
    assertThat(config.ipcDir()).isEqualTo(Path.of("/dev/shm/other"));
    assertThat(config.export(TRACES))
        .isEqualTo(
            new ExportSettings(
                URI.create("http://[::1]:9/otlp?x=1"),
                Protocol.HTTP_PROTOBUF,
                Map.of("t", "1"),
                Compression.GZIP,
                Duration.ofSeconds(4),
                new TlsFiles(Path.of("traces-ca"), Path.of("traces-own"), Path.of("traces-key"))));
    assertThat(config.export(METRICS))
        .isEqualTo(
            new ExportSettings(
                URI.create("http://[::1]:9/m"),
                Protocol.GRPC,
                Map.of("m", "1"),
                Compression.NONE,
                Duration.ofSeconds(5),
                new TlsFiles(
                    Path.of("metrics-ca"), Path.of("metrics-own"), Path.of("metrics-key"))));
    assertThat(config.export(LOGS))
        .isEqualTo(
            new ExportSettings(
                URI.create("http://[::1]:9/l"),
                Protocol.HTTP_PROTOBUF,
                Map.of("l", "1"),
                Compression.GZIP,
                Duration.ofSeconds(6),
                new TlsFiles(Path.of("logs-ca"), Path.of("logs-own"), Path.of("logs-key"))));
    assertThat(config.exportBatchSize()).isEqualTo(17);
    assertThat(config.exportLinger()).isEqualTo(Duration.ofMillis(20));
    assertThat(config.exportMaxInFlight()).isEqualTo(2);
    assertThat(config.metricsInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.metricsAreDeltas()).isTrue();
    assertThat(config.metricsCardinalityLimit()).isEqualTo(9);
    assertThat(config.metricsMemoryBytes()).isEqualTo(3 << 20);
    assertThat(config.retryInitialBackoff()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.retryMaxBackoff()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.policyPath()).isEqualTo(Path.of("policies/"));
    assertThat(config.policyOnUnavailable()).isEqualTo(OnUnavailable.ALLOW);
    assertThat(config.policyBusyPoll()).isEqualTo(Duration.ofMillis(3));
    assertThat(config.adminAddress()).isEqualTo(new ListenAddress("::1", 1));
    assertThat(config.healthAddress()).isEqualTo(new ListenAddress("127.0.0.1", 2));
    assertThat(config.metricsAddress()).isEqualTo(new ListenAddress("127.0.0.1", 3));
    assertThat(config.shutdownGracePeriod()).isEqualTo(Duration.ofSeconds(25));
    assertThat(config.tracesMemoryBytes()).isEqualTo(512 << 10);
    for (SidecarConfig.InForce setting : config.inForce()) {
      assertThat(setting.origin()).as(setting.key()).isNotEqualTo("default");
    }
  }

  @Test
  void readsOpenTelemetryVariablesBelowTheFileAndOwnVariablesAboveIt() {
    Map<String, String> otel =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4318",
            "OTEL_EXPORTER_OTLP_TIMEOUT", "2500",
            "OTEL_METRIC_EXPORT_INTERVAL", "30000",
            "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "LowMemory",
            "OTEL_EXPORTER_OTLP_HEADERS", "a=b",
            "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
            "OTEL_EXPORTER_OTLP_COMPRESSION", "none");

    SidecarConfig fromOtel = load(null, otel);
    assertThat(fromOtel.tracesEndpoint()).isEqualTo(URI.create("http://otel:4318/v1/traces"));
    for (TelemetrySignal signal : TelemetrySignal.values()) {
      assertThat(fromOtel.export(signal))
          .isEqualTo(
              new ExportSettings(
                  URI.create("http://otel:4318/v1/" + signal.word()),
                  Protocol.HTTP_PROTOBUF,
                  Map.of("a", "b"),
                  Compression.NONE,
                  Duration.ofMillis(2500),
                  TlsFiles.NONE));
    }
    assertThat(fromOtel.metricsInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(fromOtel.metricsAreDeltas()).isTrue();

    String yaml = "export: {otlp: {endpoint: 'http://file:1'}}";
    assertThat(load(yaml, otel).tracesEndpoint()).isEqualTo(URI.create("http://file:1/v1/traces"));

    Map<String, String> both = new HashMap<>(otel);
    both.put("PILLION_EXPORT_OTLP_ENDPOINT", "http://own:2");
    assertThat(load(yaml, both).tracesEndpoint()).isEqualTo(URI.create("http://own:2/v1/traces"));
  }

  @Test
  void endpointOfAHigherSourceWinsOverTracesEndpointOfALowerOne() {
    SidecarConfig config =
        load(
            "export: {otlp: {endpoint: 'http://file:1'}}",
            Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://otel:1/x"));

    assertThat(config.tracesEndpoint()).isEqualTo(URI.create("http://file:1/v1/traces"));
  }

  @Test
  void settingsOfOneSignalLeaveTheOthersAlone() {
    SidecarConfig config =
        load(
            "export: {otlp: {logs-timeout: 7s}}",
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4318",
                "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "2500",
                "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION", "none"));

    assertThat(config.export(TRACES).timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.export(TRACES).compression()).isEqualTo(Compression.GZIP);
    assertThat(config.export(METRICS).timeout()).isEqualTo(Duration.ofMillis(2500));
    assertThat(config.export(METRICS).compression()).isEqualTo(Compression.NONE);
    assertThat(config.export(LOGS).timeout()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void valueOfAHigherSourceWinsOverASignalsOwnOfALowerOne() {
    SidecarConfig config =
        load(
            "export: {otlp: {endpoint: 'http://file:1', timeout: 3s}}",
            Map.of(
                "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "2500",
                "PILLION_EXPORT_OTLP_LOGS_TIMEOUT", "4s"));

    assertThat(config.export(TRACES).timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.export(LOGS).timeout()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void appendsNoPathForGrpc() {
    SidecarConfig config =
        load(
            null,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
                "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/protobuf"));

    assertThat(config.export(TRACES).endpoint()).isEqualTo(URI.create("http://otel"));
    assertThat(config.export(LOGS).endpoint()).isEqualTo(URI.create("http://otel/v1/logs"));
  }

  @Test
  void appendsThePathToTheBaseEndpointOnly() {
    assertThat(load(null, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://h:1/a/")).tracesEndpoint())
        .isEqualTo(URI.create("http://h:1/a/v1/traces"));
    assertThat(
            load(null, Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://h:1")).tracesEndpoint())
        .isEqualTo(URI.create("http://h:1"));
  }

  @Test
  void showsNoSecret() {
    SidecarConfig config = load(ALL_KEYS, Map.of());

    assertThat(config.inForce().toString())
        .contains("x-token=***", "X-Other=***")
        .doesNotContain("secret-1");
  }

  @Test
  void namesNoSecretInAProblem() {
    assertThat(
            messages(
                "export: {otlp: {headers: {x-token: \"secret-1\\u0007\", Host: secret-2}}}",
                Map.of("PILLION_EXPORT_OTLP_HEADERS", "x-token=secret-3%zz")))
        .isNotEmpty()
        .noneMatch(message -> message.contains("secret-"));
  }

  @Test
  void collectsEveryProblemWithItsPlace() {
    List<String> messages =
        messages(
            """
            ipc:
              dri: /x
            export:
              otlp:
                batch-size: 0
                timeout: 10
                timeout: 5s
                linger:
                headers: [1]
            admin:
              address: 0.0.0.0:80
            polcy: {}
            export.otlp.endpoint: http://x
            traces: 8MiB
            """,
            Map.of("PILLION_TRACES_MEMORY", "5", "OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"));

    assertThat(messages)
        .containsExactly(
            "environment: OTEL_EXPORTER_OTLP_PROTOCOL: unknown value: http/json; write http/protobuf"
                + " or grpc",
            "pillion.yaml:2:3: unknown key: ipc.dri; did you mean ipc.dir?",
            "pillion.yaml:5:5: export.otlp.batch-size: out of range: 0; least=1, most=16384",
            "pillion.yaml:6:5: export.otlp.timeout: has no unit: 10; write for example 10s or"
                + " 200ms",
            "pillion.yaml:7:5: duplicate key: export.otlp.timeout; keep one",
            "pillion.yaml:8:5: export.otlp.linger: has no value; write a duration: a whole number"
                + " and `ms`, `s`, `m` or `h`, or remove the key",
            "pillion.yaml:9:14: export.otlp.headers must be a mapping of header names to values",
            "pillion.yaml:11:3: admin.address: not a loopback address: 0.0.0.0:80; write for"
                + " example 127.0.0.1:7420 (whoever can connect sees traces)",
            "pillion.yaml:12:1: unknown key: polcy; did you mean policy?",
            "pillion.yaml:13:1: dotted key: export.otlp.endpoint; write each part as a level of"
                + " its own",
            "pillion.yaml:14:9: traces must be a mapping of keys to values",
            "environment: PILLION_TRACES_MEMORY: has no unit: 5; write for example 8MiB or 512KiB");
  }

  @Test
  void findsTheKeyThatWasWrittenAtTheWrongLevel() {
    assertThat(messages("endpoint: http://x", Map.of()))
        .containsExactly(
            "pillion.yaml:1:1: unknown key: endpoint; did you mean export.otlp.endpoint?");
  }

  @Test
  void refusesSettingsThatContradictEachOther() {
    assertThat(
            messages(
                """
                export: {otlp: {retry: {initial-backoff: 1m, max-backoff: 1s}}}
                health: {address: "127.0.0.1:9"}
                metrics: {address: "127.0.0.1:9"}
                """,
                Map.of()))
        .containsExactly(
            "pillion.yaml:1:25: export.otlp.retry.initial-backoff is longer than"
                + " export.otlp.retry.max-backoff; swap or align them",
            "pillion.yaml:3:11: address is taken by another setting: metrics.address=127.0.0.1:9;"
                + " change one");
  }

  @Test
  void refusesAClientCertificateWithoutItsKeyAndAKeyWithoutItsCertificate() {
    assertThat(
            messages("export: {otlp: {client-key: /k, traces-client-certificate: /c}}", Map.of()))
        .containsExactly(
            "pillion.yaml:1:17: export.otlp.client-key: is of no use alone; set"
                + " export.otlp.client-certificate");
  }

  @Test
  void readsOpenTelemetrysNamesOfTlsFiles() {
    SidecarConfig config =
        load(
            null,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "https://otel:4318",
                "OTEL_EXPORTER_OTLP_CERTIFICATE", "/ca",
                "OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE", "/logs-ca",
                "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "/c",
                "OTEL_EXPORTER_OTLP_CLIENT_KEY", "/k"));

    assertThat(config.export(TRACES).tls())
        .isEqualTo(new TlsFiles(Path.of("/ca"), Path.of("/c"), Path.of("/k")));
    assertThat(config.export(LOGS).tls())
        .isEqualTo(new TlsFiles(Path.of("/logs-ca"), Path.of("/c"), Path.of("/k")));
  }

  @Test
  void refusesEndpointsThatCannotWork() {
    for (String endpoint :
        List.of(
            "collector:4318",
            "ftp://x",
            "http://",
            "http://u:p@x",
            "http://x:99999",
            "http://x#f")) {
      assertThat(messages(null, Map.of("PILLION_EXPORT_OTLP_ENDPOINT", endpoint)))
          .as(endpoint)
          .hasSize(1);
    }
  }

  @Test
  void saysWhatIsWrongWithAnUnreadableFile() throws IOException {
    ConfigLoader.Loaded missing = ConfigLoader.load(file, Map.of());
    assertThat(missing.config()).isNull();
    assertThat(missing.problems().toString()).contains("no such file");

    assertThat(messages("a: [", Map.of())).singleElement().asString().contains("not valid YAML");

    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0x00});
    assertThat(ConfigLoader.load(file, Map.of()).problems().toString()).contains("not UTF-8");

    Files.createDirectory(directory.resolve("d"));
    assertThat(ConfigLoader.load(directory.resolve("d"), Map.of()).problems().toString())
        .contains("cannot be read");
  }

  @Test
  void emptyFileMeansDefaults() {
    assertThat(load("", Map.of()).exportBatchSize()).isEqualTo(512);
    assertThat(load("# nothing\nexport:\n", Map.of()).exportBatchSize()).isEqualTo(512);
  }

  @Test
  void warnsOfAVariableThatLooksMisspelt() {
    ConfigLoader.Loaded loaded =
        ConfigLoader.load(
            null, Map.of("PILLION_TRACES_MEMROY", "1MiB", "PILLION_AGENT_SOMETHING_ELSE", "x"));

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.warnings())
        .singleElement()
        .asString()
        .contains("PILLION_TRACES_MEMROY", "did you mean PILLION_TRACES_MEMORY?");
  }

  private SidecarConfig load(String yaml, Map<String, String> environment) {
    ConfigLoader.Loaded loaded = loaded(yaml, environment);
    assertThat(loaded.problems()).isEmpty();
    return loaded.config();
  }

  private List<String> messages(String yaml, Map<String, String> environment) {
    ConfigLoader.Loaded loaded = loaded(yaml, environment);
    assertThat(loaded.config()).isNull();
    return loaded.problems().stream()
        .map(problem -> problem.toString().replace(file.toString(), "pillion.yaml"))
        .toList();
  }

  private ConfigLoader.Loaded loaded(String yaml, Map<String, String> environment) {
    if (yaml == null) {
      return ConfigLoader.load(null, environment);
    }
    try {
      Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return ConfigLoader.load(file, environment);
  }

  @Test
  void headersOfOneSignalGoToNoOther() throws Exception {
    SidecarConfig config =
        load(
            null,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://vendor/v1/traces",
                "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "api-key=secret",
                "OTEL_EXPORTER_OTLP_LOGS_HEADERS", "x=y"));
    assertThat(config.export(TRACES).headers()).isEqualTo(Map.of("api-key", "secret"));
    assertThat(config.export(METRICS).headers()).isEmpty();
    assertThat(config.export(LOGS).headers()).isEqualTo(Map.of("x", "y"));
  }
}
