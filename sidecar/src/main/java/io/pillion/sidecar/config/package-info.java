/** The sidecar's settings: one file, the environment, and every problem with them at once. */
@NullMarked
package io.pillion.sidecar.config;

import org.jspecify.annotations.NullMarked;
