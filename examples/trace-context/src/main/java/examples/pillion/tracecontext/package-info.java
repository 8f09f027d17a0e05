/** A service that calls others as it is told, on two servers. */
@NullMarked
package examples.pillion.tracecontext;

import org.jspecify.annotations.NullMarked;
