/** Spans that the application makes, or adds to, by an API of its own. */
@NullMarked
package io.pillion.agent.span;

import org.jspecify.annotations.NullMarked;
