package io.pillion.ipc.status;

/** Why the sidecar gave up a record that was written. The code is its place in the cursor. */
public enum DiscardReason {
  /** The back end refused it for good. */
  REJECTED(0, "rejected"),
  /** Its bytes are not a record. */
  MALFORMED(1, "malformed"),
  /** A type that this version of the sidecar does not know. */
  UNKNOWN_TYPE(2, "unknown_type"),
  /** The records before and after it could be read, it could not. */
  UNREADABLE(3, "unreadable");

  private final int code;
  private final String label;

  DiscardReason(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** Place in the cursor, 0 to 15. */
  public int code() {
    return code;
  }

  /** The word used in metrics and reports. */
  public String label() {
    return label;
  }
}
