/**
 * Client spans and trace headers for {@code java.net.HttpURLConnection}, http and https.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.httpurlconnection;

import org.jspecify.annotations.NullMarked;
