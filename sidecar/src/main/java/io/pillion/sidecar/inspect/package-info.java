/** What {@code inspect} and {@code status} print. */
@NullMarked
package io.pillion.sidecar.inspect;

import org.jspecify.annotations.NullMarked;
