package io.pillion.ipc.status;

/** Why the agent did not write a record. The code is its place in the session header. */
public enum DropReason {
  /** The hand-off ring in the application was full. */
  RING_FULL(0, "ring_full"),
  /** The session's share of the shared directory was used up: the newest records are dropped. */
  QUEUE_FULL(1, "queue_full"),
  /** The file system had no room for a further segment. */
  STORAGE_FULL(2, "storage_full"),
  /** The record was larger than {@code RecordDescriptor.MAX_RECORD_BYTES}. */
  RECORD_TOO_LARGE(3, "record_too_large"),
  /** The record could not be encoded. */
  ENCODE_FAILED(4, "encode_failed"),
  /** The queue failed while the record was written; a new session begins. */
  WRITE_FAILED(5, "write_failed"),
  /** Written by an earlier process, never read, and removed to make room: no sidecar came. */
  SESSION_REMOVED(6, "session_removed"),
  /** A log event beyond the rate that the application may send. */
  LOG_RATE(7, "log_rate"),
  /** A log event or metric while those before it filled their share of the ring. */
  RING_SHARE(8, "ring_share");

  private final int code;
  private final String label;

  DropReason(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** Place in the header, 0 to 15. */
  public int code() {
    return code;
  }

  /** The word used in metrics and reports. */
  public String label() {
    return label;
  }
}
