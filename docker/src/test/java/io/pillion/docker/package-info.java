/** Tests of what the images and manifests promise. */
@NullMarked
package io.pillion.docker;

import org.jspecify.annotations.NullMarked;
