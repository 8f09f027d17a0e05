/** An ordinary web shop on embedded Tomcat. It knows nothing of Pillion. */
@NullMarked
package examples.pillion.shop;

import org.jspecify.annotations.NullMarked;
