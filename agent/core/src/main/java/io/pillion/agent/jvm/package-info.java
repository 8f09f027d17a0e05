/** Metrics of the JVM itself, by OpenTelemetry's semantic conventions. */
@NullMarked
package io.pillion.agent.jvm;

import org.jspecify.annotations.NullMarked;
