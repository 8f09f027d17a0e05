/** One structured line per event. */
@NullMarked
package io.pillion.sidecar.log;

import org.jspecify.annotations.NullMarked;
