/** HTTP listeners and the HTTP client: the only home of Netty. */
@NullMarked
package io.pillion.sidecar.net;

import org.jspecify.annotations.NullMarked;
