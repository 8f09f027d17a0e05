/** The sidecar's configuration: its file, its defaults, and what is wrong with it. */
@NullMarked
package io.pillion.sidecar.config;

import org.jspecify.annotations.NullMarked;
