/** What the tests of the agent jar share: finding JDKs and running applications in them. */
@NullMarked
package io.pillion.agent.testing;

import org.jspecify.annotations.NullMarked;
