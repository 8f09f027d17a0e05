/** What operators see: the page, its JSON, and the probes. */
@NullMarked
package io.pillion.sidecar.admin;

import org.jspecify.annotations.NullMarked;
