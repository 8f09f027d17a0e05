/**
 * What travels over the wire and its layout. No I/O here; who reads or writes bytes is elsewhere.
 */
@NullMarked
package io.pillion.ipc.wire;

import org.jspecify.annotations.NullMarked;
