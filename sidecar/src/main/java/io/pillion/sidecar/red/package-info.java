/**
 * Rate, errors and duration of HTTP requests: histograms made from every request's record, whether
 * its trace is sampled or not.
 */
@NullMarked
package io.pillion.sidecar.red;

import org.jspecify.annotations.NullMarked;
