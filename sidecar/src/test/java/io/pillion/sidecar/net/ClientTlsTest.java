package io.pillion.sidecar.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.pillion.sidecar.config.TlsFiles;
import io.pillion.sidecar.testing.TestLogs;
import io.pillion.sidecar.testing.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ClientTlsTest {
  @TempDir Path directory;
  private final TestLogs logs = new TestLogs();
  private final NetThreads threads = new NetThreads();
  private HttpsServer server;
  private Path certificate;
  private Path clientCertificate;
  private Path clientKey;

  @BeforeEach
  void writeFiles() throws Exception {
    certificate = TestPki.put(directory.resolve("ca.pem"), TestPki.SERVER.certificate());
    clientCertificate = TestPki.put(directory.resolve("own.pem"), TestPki.CLIENT.certificate());
    clientKey = TestPki.put(directory.resolve("key.pem"), TestPki.CLIENT.key());
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.stop(0);
    }
    threads.close();
  }

  @Test
  void trustsWhatTheFileHoldsAndNothingElse() throws Exception {
    serve(false);

    assertThat(post(tls(certificate, null, null))).isEqualTo(200);
    TestPki.put(certificate, TestPki.RSA.certificate());
    ClientTls others = tls(certificate, null, null);
    assertThatThrownBy(() -> post(others)).hasCauseInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void trustsEveryCertificateOfABundle() throws Exception {
    serve(false);
    TestPki.put(
        certificate,
        "a comment\n" + TestPki.RSA.certificate() + "\n" + TestPki.SERVER.certificate());

    assertThat(post(tls(certificate, null, null))).isEqualTo(200);
  }

  @Test
  void showsItsCertificateToAServerThatAsksForIt() throws Exception {
    serve(true, TestPki.CLIENT);

    assertThat(post(tls(certificate, clientCertificate, clientKey))).isEqualTo(200);
    ClientTls none = tls(certificate, null, null);
    assertThatThrownBy(() -> post(none)).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void readsKeysFromBeforePkcs8() throws Exception {
    serve(true, TestPki.CLIENT, TestPki.RSA);
    TestPki.put(clientKey, TestPki.CLIENT.bareKey("EC PRIVATE KEY"));
    assertThat(post(tls(certificate, clientCertificate, clientKey))).isEqualTo(200);

    TestPki.put(clientCertificate, TestPki.RSA.certificate());
    TestPki.put(clientKey, TestPki.RSA.bareKey("RSA PRIVATE KEY"));
    assertThat(post(tls(certificate, clientCertificate, clientKey))).isEqualTo(200);
  }

  @Test
  void newConnectionsUseFilesThatWereReplaced() throws Exception {
    serve(true, TestPki.RSA);
    TestPki.put(certificate, TestPki.RSA.certificate());
    ClientTls tls = tls(certificate, clientCertificate, clientKey);
    assertThatThrownBy(() -> post(tls)).hasCauseInstanceOf(IOException.class);

    TestPki.put(certificate, TestPki.SERVER.certificate());
    TestPki.put(clientCertificate, TestPki.RSA.certificate());
    TestPki.put(clientKey, TestPki.RSA.key());

    assertThat(post(tls)).isEqualTo(200);
    assertThat(logs.text()).containsOnlyOnce("tls-files-loaded").doesNotContain("unusable");
  }

  @Test
  void whatWasLastGoodStaysInForceWhileFilesCannotBeUsed() throws Exception {
    serve(true, TestPki.CLIENT, TestPki.RSA);
    ClientTls tls = tls(certificate, clientCertificate, clientKey);

    TestPki.put(clientCertificate, TestPki.RSA.certificate()); // the key follows later
    assertThat(post(tls)).isEqualTo(200);
    assertThat(post(tls)).isEqualTo(200);
    assertThat(logs.text())
        .containsOnlyOnce("tls-files-unusable")
        .contains(
            "file=" + clientKey + " problem=\"is not the key of the client certificate",
            "inForce=\"last good\"");

    Files.delete(certificate);
    assertThat(post(tls)).isEqualTo(200);
    assertThat(logs.text()).contains("file=" + certificate + " problem=\"no such file");

    TestPki.put(certificate, TestPki.SERVER.certificate());
    TestPki.put(clientKey, TestPki.RSA.key());
    assertThat(post(tls)).isEqualTo(200);
    assertThat(logs.text()).containsOnlyOnce("tls-files-loaded");
  }

  @Test
  void saysWhatIsWrongWithAFileAndNothingOfAKey() throws Exception {
    assertThat(problem(TlsFiles.Role.CERTIFICATE, null)).contains("no such file");
    assertThat(problem(TlsFiles.Role.CERTIFICATE, "")).contains("holds no certificate");
    assertThat(problem(TlsFiles.Role.CLIENT_CERTIFICATE, TestPki.CLIENT.key()))
        .contains("holds no certificate");
    assertThat(problem(TlsFiles.Role.CERTIFICATE, block("CERTIFICATE", "AAAA")))
        .contains("certificate that cannot be read");
    assertThat(problem(TlsFiles.Role.CERTIFICATE, block("CERTIFICATE", "A=A")))
        .contains("not base64");
    assertThat(problem(TlsFiles.Role.CLIENT_KEY, TestPki.CLIENT.certificate()))
        .contains("holds no private key");
    assertThat(problem(TlsFiles.Role.CLIENT_KEY, block("ENCRYPTED PRIVATE KEY", "AAAA")))
        .contains("encrypted key", "openssl pkcs8");
    assertThat(problem(TlsFiles.Role.CLIENT_KEY, TestPki.SERVER.key()))
        .contains("not the key of the client certificate");
    assertThat(problem(TlsFiles.Role.CLIENT_KEY, TestPki.RSA.key()))
        .contains("not the key of the client certificate");
    for (String label : new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"}) {
      assertThat(problem(TlsFiles.Role.CLIENT_KEY, block(label, "c2VjcmV0")))
          .contains("or is damaged")
          .doesNotContain("secret", "c2Vj");
    }
    assertThat(problem(TlsFiles.Role.CERTIFICATE, "x".repeat((1 << 20) + 1))).contains("larger");
  }

  /** What a file with that content in that role is refused for; null removes it. */
  private String problem(TlsFiles.Role role, String content) throws Exception {
    writeFiles();
    Path file =
        switch (role) {
          case CERTIFICATE -> certificate;
          case CLIENT_CERTIFICATE -> clientCertificate;
          case CLIENT_KEY -> clientKey;
        };
    if (content == null) {
      Files.delete(file);
    } else {
      TestPki.put(file, content);
    }
    TlsFileException e =
        catchThrowableOfType(
            TlsFileException.class, () -> tls(certificate, clientCertificate, clientKey));
    assertThat(e.role()).isEqualTo(role);
    assertThat(e.file()).isEqualTo(file);
    return e.getMessage();
  }

  private static String block(String label, String content) {
    return "-----BEGIN " + label + "-----\n" + content + "\n-----END " + label + "-----\n";
  }

  private ClientTls tls(Path trusted, Path own, Path key) throws Exception {
    return ClientTls.of(new TlsFiles(trusted, own, key), logs.log);
  }

  /** The status of the answer, over a new connection. */
  private int post(ClientTls tls) throws Exception {
    URI target = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
    try (HttpClient client = new HttpClient(threads, target, Duration.ofSeconds(20), tls)) {
      return client.post(Map.of(), new byte[100]).get(30, TimeUnit.SECONDS).status();
    }
  }

  private void serve(boolean asksForCertificate, TestPki... clients) throws Exception {
    SSLContext context = TestPki.SERVER.serverContext(clients);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = context.getDefaultSSLParameters();
            ssl.setNeedClientAuth(asksForCertificate);
            parameters.setSSLParameters(ssl);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }
}
