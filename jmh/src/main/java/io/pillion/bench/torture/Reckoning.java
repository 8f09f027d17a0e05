package io.pillion.bench.torture;

/**
 * Whether what is missing since the last agreement is explained.
 *
 * @param missing answered requests whose span is not at the back end, without those that died with
 *     a killed application
 * @param countedLost records that the product counted as dropped or discarded meanwhile
 * @param foreign spans that arrived meanwhile with an id that nobody sent: damaged on the way
 */
record Reckoning(long missing, long countedLost, long foreign) {

  /** What nobody can explain. */
  long unaccounted() {
    return Math.max(0, missing - Math.max(0, countedLost) - foreign);
  }
}
