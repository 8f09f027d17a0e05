/** The sidecar process: composition root and command line. */
@NullMarked
package io.pillion.sidecar;

import org.jspecify.annotations.NullMarked;
