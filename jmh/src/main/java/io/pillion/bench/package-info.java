/** Benchmarks of Pillion's two promises to an application, each beside a named rival. */
@NullMarked
package io.pillion.bench;

import org.jspecify.annotations.NullMarked;
