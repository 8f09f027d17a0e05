/** Puts the current span into Logback's events, and captures events. */
@NullMarked
package io.pillion.instrumentation.logback;

import org.jspecify.annotations.NullMarked;
