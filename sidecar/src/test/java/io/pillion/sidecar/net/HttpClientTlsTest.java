package io.pillion.sidecar.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.pillion.sidecar.config.TlsFiles;
import io.pillion.sidecar.testing.TestLogs;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HttpClientTlsTest {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String PASSWORD = "changeit";

  @TempDir Path directory;
  private final NetThreads threads = new NetThreads();
  private Path keyStore;
  private Path trustStore;
  private HttpsServer server;

  @BeforeEach
  void serve() throws Exception {
    keyStore = directory.resolve("server.p12");
    trustStore = directory.resolve("trust.jks");
    makeCertificateFor127001();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.setHttpsConfigurator(new HttpsConfigurator(serverContext()));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    System.clearProperty(TRUST_STORE);
    server.stop(0);
    threads.close();
  }

  @Test
  void postsToAServerThatTheTrustStoreKnows() throws Exception {
    System.setProperty(TRUST_STORE, trustStore.toString());

    assertThat(post("127.0.0.1").status()).isEqualTo(200);
  }

  @Test
  void refusesAServerOfAnotherName() {
    System.setProperty(TRUST_STORE, trustStore.toString());

    assertThatThrownBy(() -> post("localhost"))
        .hasRootCauseMessage("No name matching localhost found");
  }

  @Test
  void refusesAServerThatTheTrustStoreDoesNotKnow() {
    assertThatThrownBy(() -> post("127.0.0.1")).hasCauseInstanceOf(SSLHandshakeException.class);
  }

  private HttpAnswer post(String host) throws Exception {
    URI target = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/v1/traces");
    ClientTls tls = ClientTls.of(TlsFiles.NONE, new TestLogs().log);
    try (HttpClient client = new HttpClient(threads, target, Duration.ofSeconds(20), tls)) {
      return client.post(Map.of(), new byte[100]).get(30, TimeUnit.SECONDS);
    }
  }

  private void makeCertificateFor127001() throws IOException, InterruptedException {
    Path certificate = directory.resolve("server.pem");
    String store = keyStore.toString();
    keytool(
        "-genkeypair -alias server -keyalg EC -dname CN=test -ext san=ip:127.0.0.1 -validity 2"
            + " -storetype PKCS12 -keystore "
            + store);
    keytool("-exportcert -rfc -alias server -file " + certificate + " -keystore " + store);
    // JKS, whose certificates can be read without a password, as those of the JDK's own store.
    keytool(
        "-importcert -noprompt -alias server -storetype JKS -file "
            + certificate
            + " -keystore "
            + trustStore);
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private SSLContext serverContext() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
