package io.pillion.sidecar.export;

/**
 * A span that was counted in a bucket.
 *
 * @param epochNanos when it ended, since the Unix epoch
 * @param value in the unit of the metric
 */
public record Exemplar(
    long epochNanos, double value, long traceIdHigh, long traceIdLow, long spanId) {}
