package io.pillion.sidecar.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PEM files for connections to a back end.
 *
 * @param certificate those that are trusted, in place of the JDK's; null for the JDK's
 * @param clientCertificate shown to the back end, its issuers after it; null if none is
 * @param clientKey of the client certificate; null if there is none
 */
public record TlsFiles(
    @Nullable Path certificate, @Nullable Path clientCertificate, @Nullable Path clientKey) {
  /** The JDK's trust store, and no certificate of our own. */
  public static final TlsFiles NONE = new TlsFiles(null, null, null);

  /** Which of the files. */
  public enum Role {
    CERTIFICATE,
    CLIENT_CERTIFICATE,
    CLIENT_KEY
  }

  /** Those that are named. */
  public List<Path> named() {
    List<Path> named = new ArrayList<>();
    for (Path file : new @Nullable Path[] {certificate, clientCertificate, clientKey}) {
      if (file != null) {
        named.add(file);
      }
    }
    return named;
  }
}
