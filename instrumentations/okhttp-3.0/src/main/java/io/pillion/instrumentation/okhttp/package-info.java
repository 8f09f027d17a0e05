/**
 * Client spans and trace headers for OkHttp, blocking and enqueued calls.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.okhttp;

import org.jspecify.annotations.NullMarked;
