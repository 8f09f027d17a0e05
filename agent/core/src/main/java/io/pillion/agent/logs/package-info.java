/** What the application logs: tied to the current span, and captured if so configured. */
@NullMarked
package io.pillion.agent.logs;

import org.jspecify.annotations.NullMarked;
