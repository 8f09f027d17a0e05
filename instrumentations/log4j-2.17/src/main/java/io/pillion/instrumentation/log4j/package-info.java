/** Puts the current span into the context data of Log4j's events, and captures events. */
@NullMarked
package io.pillion.instrumentation.log4j;

import org.jspecify.annotations.NullMarked;
