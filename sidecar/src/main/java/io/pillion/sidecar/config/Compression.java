package io.pillion.sidecar.config;

/** How request bodies to the back end are compressed. */
public enum Compression {
  /** RFC 1952. */
  GZIP,
  /** Not at all. */
  NONE
}
