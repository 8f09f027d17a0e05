package io.pillion.ipc.wire;

/**
 * Bytes that are not a record of any version. The record is to be counted and passed over. There is
 * no stack trace: a process that writes nothing else is not to cost the reader one for each.
 */
public final class RecordFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  RecordFormatException(String message) {
    super(message, null, false, false);
  }

  /** A record whose sequence cannot be: far beyond what its writer says it wrote. */
  public RecordFormatException(long sequence) {
    this("record sequence out of range: sequence=" + sequence);
  }
}
