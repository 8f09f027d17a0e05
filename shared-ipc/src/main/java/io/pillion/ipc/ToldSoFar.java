package io.pillion.ipc;

import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.DecisionRecord;

/**
 * What the sessions of this process have told in their headers of the counts that go on while there
 * is no session: the next one takes over from here.
 *
 * <p><b>Threading.</b> The writer thread.
 */
final class ToldSoFar {
  final long[] refused = new long[DropReason.values().length];
  long refusedSpans;
  final long[] decisions = new long[DecisionRecord.Source.values().length * 2];
}
