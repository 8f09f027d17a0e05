package io.pillion.sidecar.export;

import org.jspecify.annotations.Nullable;

/**
 * The back end's final word on a batch.
 *
 * @param delivered spans accepted
 * @param rejected spans refused for good: they will not be sent again
 * @param reason why some were refused, as a short metric label such as {@code http_400} or {@code
 *     partial_success}; null if none were
 */
public record ExportResult(int delivered, int rejected, @Nullable String reason) {}
