/**
 * Server spans and the policy gate for Tomcat, ahead of every application: at the valve that hands
 * a request to its application, to the moment the request object is put back.
 *
 * <p>The code names no type of the servlet API, so it links with {@code javax.servlet} and {@code
 * jakarta.servlet} alike. Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.tomcat;

import org.jspecify.annotations.NullMarked;
