/**
 * Keeps Vert.x in the contexts of those it works for; its spans are those of Netty. Its event loops
 * complete futures, and go on with requests that had to wait, in the midst of other requests' work.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.vertx;

import org.jspecify.annotations.NullMarked;
