package io.pillion.ipc.policy;

/** Bytes that are not a policy snapshot this version can read in full. The message says where. */
public final class SnapshotFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  SnapshotFormatException(String message) {
    super(message);
  }
}
