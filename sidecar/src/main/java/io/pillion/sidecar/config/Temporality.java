package io.pillion.sidecar.config;

/** What the numbers of an exported histogram count. */
public enum Temporality {
  /** From the beginning. */
  CUMULATIVE,
  /** Since the last export. */
  DELTA,
  /** For histograms the same as {@link #DELTA}. */
  LOWMEMORY
}
