package io.pillion.sidecar.net;

import io.pillion.sidecar.config.TlsFiles;
import java.nio.file.Path;

/** A PEM file that is of no use. The message has the fact and the mend, and nothing of a key. */
public final class TlsFileException extends Exception {
  private final TlsFiles.Role role;
  private final transient Path file;

  TlsFileException(TlsFiles.Role role, Path file, String message) {
    super(message);
    this.role = role;
    this.file = file;
  }

  /** What the file is for. */
  public TlsFiles.Role role() {
    return role;
  }

  /** The file as the operator named it. */
  public Path file() {
    return file;
  }
}
