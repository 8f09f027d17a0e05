/** An ordinary stock service on the JDK's own HTTP server. It knows nothing of Pillion. */
@NullMarked
package examples.pillion.inventory;

import org.jspecify.annotations.NullMarked;
