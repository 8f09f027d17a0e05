package io.pillion.ipc;

import java.io.IOException;

/** A file of the shared directory that another version wrote, and this one must not touch. */
public final class UnsupportedLayoutException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsupportedLayoutException(String message) {
    super(message);
  }
}
