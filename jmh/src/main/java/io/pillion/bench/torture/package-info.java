/** Live processes under faults chosen at random, and an account of them kept from outside. */
@NullMarked
package io.pillion.bench.torture;

import org.jspecify.annotations.NullMarked;
