package io.pillion.sidecar.admin;

/** Where the process is in its life. */
public enum Phase {
  /** Listens, and has not begun to read. */
  STARTING,
  /** Reads and exports. */
  RUNNING,
  /** Told to stop, finishing what is under way. */
  STOPPING
}
