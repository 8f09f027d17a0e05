/** What {@code inspect} prints. */
@NullMarked
package io.pillion.sidecar.inspect;

import org.jspecify.annotations.NullMarked;
