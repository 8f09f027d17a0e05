package io.pillion.ipc.wire;

/** Bytes that are not a record of any version. The record is to be counted and passed over. */
public final class RecordFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  RecordFormatException(String message) {
    super(message);
  }
}
