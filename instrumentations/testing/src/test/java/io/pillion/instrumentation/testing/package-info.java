/**
 * Black-box tests: applications on many servers and clients, in JVMs of their own with an agent,
 * and assertions over what a back end receives of them.
 */
@NullMarked
package io.pillion.instrumentation.testing;

import org.jspecify.annotations.NullMarked;
