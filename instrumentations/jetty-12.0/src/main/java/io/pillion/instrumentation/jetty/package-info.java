/**
 * Server spans and the policy gate for what Jetty 12 answers by itself, where no servlet context
 * takes a request. Decided as late as that, because handlers ahead may have rewritten the path.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.jetty;

import org.jspecify.annotations.NullMarked;
