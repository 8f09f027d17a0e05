/** Trace context, sampling and the clock: what a span needs that is not HTTP. */
@NullMarked
package io.pillion.agent.telemetry;

import org.jspecify.annotations.NullMarked;
