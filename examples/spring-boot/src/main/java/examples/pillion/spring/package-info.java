/** A Spring Boot service as users have it: no line of it knows of Pillion. */
@NullMarked
package examples.pillion.spring;

import org.jspecify.annotations.NullMarked;
