/**
 * Server spans and the policy gate for servlet containers: Jetty and Undertow ahead of the
 * application's filters, any other at the servlet itself.
 *
 * <p>The outermost hook acts; those inside it, forwards and error dispatches find its mark on the
 * request. Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.servlet;

import org.jspecify.annotations.NullMarked;
