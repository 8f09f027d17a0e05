package io.pillion.sidecar.export;

import java.util.List;

/**
 * What a histogram counted that the sidecar itself keeps: the value of a point, in place of the
 * {@link io.pillion.ipc.wire.MetricRecord.Distribution} that comes from applications.
 *
 * @param startEpochNanos from when on it counts, which replaces that of the metric
 * @param counts one more than there are bounds; not copied: the maker does not change it
 * @param sum in the unit of the metric
 * @param delta whether it tells what was added since the point before; the same in all points of a
 *     metric
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SidecarDistribution(
    long startEpochNanos, long[] counts, double sum, boolean delta, List<Exemplar> exemplars) {

  /** How many values were counted. */
  public long count() {
    long count = 0;
    for (long bucket : counts) {
      count += bucket;
    }
    return count;
  }
}
