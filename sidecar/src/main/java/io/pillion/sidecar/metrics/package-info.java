/** Prometheus text: what the sidecar counts about the applications and about itself. */
@NullMarked
package io.pillion.sidecar.metrics;

import org.jspecify.annotations.NullMarked;
