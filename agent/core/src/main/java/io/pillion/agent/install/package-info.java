/**
 * The host of the instrumentations: brings the shared classes in, watches for the classes that
 * instrumentations name, and weaves their advice.
 *
 * <p>Called by premain only. What runs before the application's main method avoids lambdas,
 * logging, file systems and Byte Buddy; those belong to the thread {@code pillion-start}.
 */
@NullMarked
package io.pillion.agent.install;

import org.jspecify.annotations.NullMarked;
