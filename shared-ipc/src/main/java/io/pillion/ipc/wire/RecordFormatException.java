package io.pillion.ipc.wire;

/** Bytes that are not a record of any version. The record is to be counted and passed over. */
public final class RecordFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  RecordFormatException(String message) {
    super(message);
  }

  /** A record whose sequence cannot be: far beyond what its writer says it wrote. */
  public RecordFormatException(long sequence) {
    super("record sequence out of range: sequence=" + sequence);
  }
}
