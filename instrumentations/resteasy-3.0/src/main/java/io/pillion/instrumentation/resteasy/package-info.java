/**
 * The route of RESTEasy's resource methods. Names no type of JAX-RS, so it links with {@code
 * javax.ws.rs} and {@code jakarta.ws.rs} alike. Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.resteasy;

import org.jspecify.annotations.NullMarked;
