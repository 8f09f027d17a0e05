package io.pillion.agent.http;

import io.pillion.agent.policy.PolicyGate;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.wire.RecordEncoder;

/** A decision taken without the sidecar, on its way to the sidecar's records. */
record DecisionItem(
    long epochNanos, PolicyGate.Verdict verdict, CheckRequest request, TraceContext context)
    implements TelemetryItem {

  @Override
  public boolean important() {
    return !verdict.decision().allowed();
  }

  @Override
  public boolean isSpan() {
    return false;
  }

  @Override
  public void encodeTo(RecordEncoder encoder) {
    encoder.decision(
        epochNanos,
        verdict.source(),
        verdict.decision(),
        request,
        context.traceIdHigh(),
        context.traceIdLow(),
        context.spanId());
  }
}
