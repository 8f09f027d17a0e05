/**
 * Client spans and trace headers for {@code java.net.http.HttpClient}, synchronous and
 * asynchronous.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.javahttpclient;

import org.jspecify.annotations.NullMarked;
