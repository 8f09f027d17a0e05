/** Fakes and data for the sidecar's tests. */
package io.pillion.sidecar.testing;
