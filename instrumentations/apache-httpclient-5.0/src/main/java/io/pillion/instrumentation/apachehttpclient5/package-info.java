/**
 * Client spans and trace headers for Apache HttpClient 5, classic and asynchronous.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.apachehttpclient5;

import org.jspecify.annotations.NullMarked;
