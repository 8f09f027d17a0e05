package io.pillion.sidecar.red;

import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.Exemplar;
import java.util.List;

/**
 * What one series counted until a moment.
 *
 * @param sinceEpochNanos from when on
 * @param counts by bucket of {@link DurationBounds}; not copied: the maker does not change it
 * @param exemplars of a bucket one at most, in the order of buckets
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DurationPoint(
    List<SpanRecord.Attribute> attributes,
    long sinceEpochNanos,
    long[] counts,
    double sumSeconds,
    List<Exemplar> exemplars) {}
