/**
 * The route of Spring Web MVC's handlers. Names no type of the servlet API, so it links with {@code
 * javax.servlet} and {@code jakarta.servlet} alike. Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.springwebmvc;

import org.jspecify.annotations.NullMarked;
