package io.pillion.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.pillion.sidecar.config.ConfigLoader;
import io.pillion.sidecar.testing.FakeBackend;
import io.pillion.sidecar.testing.FakeState;
import io.pillion.sidecar.testing.TestLogs;
import io.pillion.sidecar.testing.TestSpans;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
final class StatusCommandTest {
  private final FakeCore.Factory factory = new FakeCore.Factory();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;

  @Test
  void showsARunningSidecarOnOneScreen() throws Exception {
    try (FakeBackend backend = new FakeBackend();
        Sidecar sidecar = open(Map.of("PILLION_EXPORT_OTLP_ENDPOINT", backend.base().toString()))) {
      sidecar.start();
      factory.core.sessions.add(FakeState.session("aabbccddeeff", "shop", 100));
      factory.core.sessions.add(FakeState.session("112233445566", "evil\u001b[2Jname", 7));
      factory.core.feed(TestSpans.batchOf(3));
      factory.core.underWay.get(0).join();
      backend.then(FakeBackend.Answer.of(400));
      factory.core.feed(TestSpans.batchOf(2));
      factory.core.underWay.get(1).join();

      assertThat(status("--admin", sidecar.adminAddress().toString())).isZero();

      assertThat(out.toString())
          .startsWith("pillion-sidecar 1.2.3 at " + sidecar.adminAddress() + "\n")
          .contains("state      running, ready\n")
          .contains("listeners  admin 127.0.0.1:0, health 127.0.0.1:0, metrics 127.0.0.1:0\n")
          .contains("policy     none configured")
          .contains(backend.base() + "/v1/traces: 3 taken, last ")
          .contains("failed requests 1: http_400 1", "refused for good 2: http_400 2")
          .contains("metrics    " + backend.base() + "/v1/metrics: 0 taken, last never; 0 requests")
          .contains("sessions   2, refused 0\n")
          .containsPattern("shop +aabbccdd +alive +12 ms +103 +96 +2 +1500 ms +3: ring_full 3 +2:")
          .contains("evil?[2Jname")
          .doesNotContain("\u001b");
      assertThat(out.toString().lines().count()).isLessThan(25);
      assertThat(err.toString()).isEmpty();
    }
  }

  @Test
  void printsTheSidecarsOwnJson() throws Exception {
    try (Sidecar sidecar = open(Map.of())) {
      factory.core.sessions.add(FakeState.session("aa", "shop", 100));

      assertThat(status("--json", "--admin", sidecar.adminAddress().toString())).isEqualTo(1);

      JsonNode json = new ObjectMapper().readTree(out.toString());
      assertThat(json.path("version").asText()).isEqualTo("1.2.3");
      assertThat(json.path("phase").asText()).isEqualTo("starting");
      assertThat(json.at("/sessions/0/service").asText()).isEqualTo("shop");
      assertThat(json.at("/export/otherSignals/logs/exportedRecords").isNumber()).isTrue();
    }
  }

  @Test
  void endsWith1WhileItIsNotReady() throws Exception {
    try (Sidecar sidecar = open(Map.of())) {
      assertThat(status("--admin", sidecar.adminAddress().toString())).isEqualTo(1);
      assertThat(out.toString()).contains("state      starting, NOT READY: starting\n");
    }
  }

  @Test
  void takesTheAddressOfTheSettings() throws Exception {
    try (Sidecar sidecar = open(Map.of())) {
      sidecar.start();
      Path file =
          Files.writeString(
              directory.resolve("pillion.yaml"),
              "admin: {address: '" + sidecar.adminAddress() + "'}\n");

      assertThat(status("--config", file.toString())).isZero();
      assertThat(out.toString()).contains(" at " + sidecar.adminAddress());
    }
  }

  @Test
  void saysWhereItLookedAndWhatToDoIfNobodyAnswers() throws IOException {
    int port;
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = nobody.getLocalPort();
    }
    assertThat(status("--admin", "127.0.0.1:" + port)).isEqualTo(69);
    assertThat(err.toString())
        .contains("error: no sidecar at http://127.0.0.1:" + port + ": ", "efused", "--admin");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void saysThatSomebodyElseAnswers() throws IOException {
    for (String body : new String[] {"<html>", "{}", "{\"version\":\"1\"} 2", "[]"}) {
      err.getBuffer().setLength(0);
      HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      other.createContext(
          "/",
          exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      other.start();
      try {
        assertThat(status("--admin", "127.0.0.1:" + other.getAddress().getPort())).isEqualTo(69);
        assertThat(err.toString()).contains("not as a sidecar of Pillion");
      } finally {
        other.stop(0);
      }
    }
  }

  @Test
  void refusesAddressesThatCannotBe() throws IOException {
    assertThat(status("--admin", "7420")).isEqualTo(64);
    assertThat(err.toString()).contains("not an address: 7420");

    Path anyPort =
        Files.writeString(directory.resolve("any.yaml"), "admin: {address: '127.0.0.1:0'}\n");
    assertThat(status("--config", anyPort.toString())).isEqualTo(64);
    assertThat(err.toString()).contains("port 0", "listener=admin");

    Path bad = Files.writeString(directory.resolve("bad.yaml"), "admin: {adress: x}\n");
    assertThat(status("--config", bad.toString())).isEqualTo(64);
    assertThat(err.toString()).contains("did you mean admin.address?");
  }

  private int status(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "status";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    CommandLine commandLine = SidecarMain.commandLine(factory);
    return commandLine
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  private Sidecar open(Map<String, String> environment) throws StartupException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PILLION_ADMIN_ADDRESS", "127.0.0.1:0");
    all.put("PILLION_HEALTH_ADDRESS", "127.0.0.1:0");
    all.put("PILLION_METRICS_ADDRESS", "127.0.0.1:0");
    return Sidecar.open(
        ConfigLoader.load(null, all).config(), factory, new TestLogs().log, "1.2.3");
  }
}
