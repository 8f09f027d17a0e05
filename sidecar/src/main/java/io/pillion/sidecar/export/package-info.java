/** Sends spans to a back end and says when they have arrived. */
@NullMarked
package io.pillion.sidecar.export;

import org.jspecify.annotations.NullMarked;
