package io.pillion.sidecar.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates that signed themselves, made once per JVM. */
public final class TestPki {
  private static final String PASSWORD = "changeit";

  /** Of a server at 127.0.0.1. */
  public static final TestPki SERVER = new TestPki("-keyalg EC -ext san=ip:127.0.0.1");

  /** Of a client. */
  public static final TestPki CLIENT = new TestPki("-keyalg EC");

  /** Of another client, with a key of another kind. */
  public static final TestPki RSA = new TestPki("-keyalg RSA -keysize 2048");

  private final KeyStore store;

  private TestPki(String options) {
    try {
      Path directory = Files.createTempDirectory("pillion-pki");
      Path file = directory.resolve("keys.p12");
      keytool(
          "-genkeypair -alias own -dname CN=test -validity 2 -storetype PKCS12 -keystore "
              + file
              + " "
              + options);
      store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD.toCharArray());
      }
      Files.delete(file);
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The certificate, in PEM. */
  public String certificate() throws GeneralSecurityException {
    return pem("CERTIFICATE", store.getCertificate("own").getEncoded());
  }

  /** The key in PKCS #8, in PEM. */
  public String key() throws GeneralSecurityException {
    return pem("PRIVATE KEY", keyBytes());
  }

  /** The key without the frame of PKCS #8: PKCS #1 or SEC 1, in PEM. */
  public String bareKey(String label) throws GeneralSecurityException {
    byte[] der = keyBytes();
    int version = content(der, 0);
    int algorithm = version + 3;
    int key = content(der, algorithm) + der[algorithm + 1];
    return pem(label, java.util.Arrays.copyOfRange(der, content(der, key), der.length));
  }

  /** A server's TLS; {@code clients} are the certificates it trusts. */
  public SSLContext serverContext(TestPki... clients) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (TestPki client : clients) {
      trusted.setCertificateEntry("c" + trusted.size(), client.store.getCertificate("own"));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** Puts a file there in one step, as tools that renew certificates do. */
  public static Path put(Path file, String content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, content);
    return Files.move(
        next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private byte[] keyBytes() throws GeneralSecurityException {
    return store.getKey("own", PASSWORD.toCharArray()).getEncoded();
  }

  private static int content(byte[] der, int offset) {
    int first = der[offset + 1] & 0xff;
    return offset + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(output);
    }
  }
}
