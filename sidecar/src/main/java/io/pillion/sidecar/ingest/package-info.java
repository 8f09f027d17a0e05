/** Finds sessions, reads their queues, and moves their cursors once a back end has the records. */
@NullMarked
package io.pillion.sidecar.ingest;

import org.jspecify.annotations.NullMarked;
