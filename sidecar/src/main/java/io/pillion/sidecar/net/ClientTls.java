package io.pillion.sidecar.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.pillion.sidecar.config.TlsFiles;
import io.pillion.sidecar.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of TLS: whom it trusts, and what it shows of itself. A server is always
 * verified by its name.
 *
 * <p>Each new connection has what the files hold at that time. If they cannot be used then, what
 * was last good stays in force, and the log says so once.
 *
 * <p><b>Threading.</b> Any thread. A new connection costs a look at each file.
 */
public final class ClientTls {
  private final TlsFiles files;
  private final EventLog log;
  private List<Stamp> stamps;
  private SslContext lastGood;
  private @Nullable String lastProblem;

  /** What changes when a file is replaced or written to. */
  private record Stamp(FileTime modified, long size, @Nullable Object fileKey) {
    private static final Stamp ABSENT = new Stamp(FileTime.fromMillis(0), -1, null);

    static Stamp of(Path file) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      } catch (IOException e) {
        return ABSENT;
      }
    }
  }

  private ClientTls(TlsFiles files, EventLog log) throws TlsFileException, IOException {
    this.files = files;
    this.log = log;
    this.stamps = stampsOf(files);
    this.lastGood = read(files);
  }

  /**
   * Reads the files.
   *
   * @throws IOException if the JDK's own trust store cannot be used
   */
  public static ClientTls of(TlsFiles files, EventLog log) throws TlsFileException, IOException {
    return new ClientTls(files, log);
  }

  /** For a connection to that server. */
  SslHandler newHandler(ByteBufAllocator allocator, String host, int port) {
    return current().newHandler(allocator, host, port);
  }

  private synchronized SslContext current() {
    // Before the files are read: a change in between is seen the next time.
    List<Stamp> now = stampsOf(files);
    if (!now.equals(stamps) || lastProblem != null) {
      stamps = now;
      readAgain();
    }
    return lastGood;
  }

  private void readAgain() {
    try {
      lastGood = read(files);
      lastProblem = null;
      log.info("tls-files-loaded", "files", files.named());
    } catch (TlsFileException e) {
      stayWithLastGood(e.file().toString(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      stayWithLastGood(files.named().toString(), String.valueOf(e.getMessage()));
    }
  }

  private void stayWithLastGood(String file, String problem) {
    String told = file + ": " + problem;
    if (!told.equals(lastProblem)) {
      lastProblem = told;
      log.warn("tls-files-unusable", "file", file, "problem", problem, "inForce", "last good");
    }
  }

  private static List<Stamp> stampsOf(TlsFiles files) {
    return files.named().stream().map(Stamp::of).toList();
  }

  private static SslContext read(TlsFiles files) throws TlsFileException, IOException {
    SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
    Path trusted = files.certificate();
    if (trusted != null) {
      builder.trustManager(certificates(TlsFiles.Role.CERTIFICATE, trusted));
    }
    Path own = files.clientCertificate();
    Path key = files.clientKey();
    if (own != null && key != null) {
      X509Certificate[] chain = certificates(TlsFiles.Role.CLIENT_CERTIFICATE, own);
      PrivateKey privateKey =
          new PemFile(TlsFiles.Role.CLIENT_KEY, key).privateKeyOf(chain[0].getPublicKey());
      builder.keyManager(privateKey, chain);
    }
    return builder.build();
  }

  private static X509Certificate[] certificates(TlsFiles.Role role, Path file)
      throws TlsFileException {
    return new PemFile(role, file).certificates().toArray(new X509Certificate[0]);
  }
}
