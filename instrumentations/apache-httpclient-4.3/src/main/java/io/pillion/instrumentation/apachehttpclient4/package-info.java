/**
 * Client spans and trace headers for Apache HttpClient 4.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.apachehttpclient4;

import org.jspecify.annotations.NullMarked;
