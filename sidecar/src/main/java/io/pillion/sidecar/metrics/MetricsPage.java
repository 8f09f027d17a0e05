package io.pillion.sidecar.metrics;

import io.pillion.sidecar.admin.AdminRoutes;
import io.pillion.sidecar.admin.PolicyStatus;
import io.pillion.sidecar.admin.SidecarState;
import io.pillion.sidecar.export.ExportMeter;
import io.pillion.sidecar.export.LatencyHistogram;
import io.pillion.sidecar.export.TraceStore;
import io.pillion.sidecar.ingest.RefusedSession;
import io.pillion.sidecar.net.HttpCall;
import io.pillion.sidecar.net.HttpHandler;
import io.pillion.sidecar.net.HttpReply;
import io.pillion.sidecar.red.RequestDurations;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Answers {@code /metrics}. */
public final class MetricsPage implements HttpHandler {
  private static final double MILLIS_PER_SECOND = 1000;

  private final AdminRoutes.Subject subject;
  private final RequestDurations durations;
  private final SessionMetrics sessions = new SessionMetrics();
  private final ProcessMetrics process;

  /** Collects from the subject at each request. */
  public MetricsPage(AdminRoutes.Subject subject, RequestDurations durations, long startMillis) {
    this.subject = subject;
    this.durations = durations;
    this.process = new ProcessMetrics(startMillis);
  }

  @Override
  public HttpReply answer(HttpCall call) {
    PrometheusText text = new PrometheusText(AcceptedFormat.isOpenMetrics(call.accept()));
    SidecarState state = subject.state();
    text.gauge("pillion_build_info", "Version of the sidecar.")
        .sample(
            1, "version", subject.version(), "java", String.valueOf(Runtime.version().feature()));
    text.gauge("pillion_ingest_idle_seconds", "Time since the ingest loop last came round.")
        .sample(state.ingestIdleMillis() / MILLIS_PER_SECOND);
    sessions.write(text, state.sessions());
    writeRefused(text, state.refusedSessions());
    text.counter("pillion_decision_reasons_total", "Policy decisions by reason.");
    state
        .decisionReasons()
        .forEach(
            (reason, count) ->
                text.sample(count, "reason", reason.name().toLowerCase(Locale.ROOT)));
    writeExport(text, subject.meter().state());
    writePolicy(text, state.policy());
    writeStore(text, subject.store().usage());
    process.write(text);
    text.counter(
            "pillion_durations_uncounted_total",
            "Requests whose duration is in no histogram, for there are too many sessions.")
        .sample(durations.uncounted());
    Set<String> measured = DurationMetrics.write(text, durations.all());
    ApplicationMetrics.write(text, subject.metrics().all(), state.sessions(), measured);
    return new HttpReply(200, text.contentType(), text.bytes(), Map.of());
  }

  private static void writeRefused(PrometheusText text, List<RefusedSession> refused) {
    long ofOtherVersions = refused.stream().filter(RefusedSession::otherVersion).count();
    text.gauge("pillion_sessions_refused", "Sessions that are there and cannot be read.")
        .sample(ofOtherVersions, "reason", "other_version")
        .sample(refused.size() - ofOtherVersions, "reason", "unreadable");
  }

  private void writeExport(PrometheusText text, ExportMeter.State export) {
    text.counter("pillion_export_spans_total", "Spans that the back end accepted.")
        .sample(export.exportedSpans());
    text.counter(
        "pillion_export_rejected_spans_total", "Spans that the back end refused for good.");
    export.rejectedSpans().forEach((reason, count) -> text.sample(count, "reason", reason));
    text.counter(
        "pillion_export_records_total",
        "Metrics, log records and durations that the back end accepted.");
    ofOtherSignals((signal, state) -> text.sample(state.exportedSpans(), "signal", signal));
    text.counter(
        "pillion_export_rejected_records_total",
        "Metrics, log records and durations that the back end refused for good.");
    ofOtherSignals(
        (signal, state) ->
            state
                .rejectedSpans()
                .forEach(
                    (reason, count) -> text.sample(count, "signal", signal, "reason", reason)));
    text.counter("pillion_export_requests_total", "Requests made for spans, failed ones included.")
        .sample(export.requests());
    text.counter("pillion_export_failed_requests_total", "Requests for spans that failed.");
    export.failedRequests().forEach((reason, count) -> text.sample(count, "reason", reason));
    text.counter("pillion_export_retries_total", "Requests for spans to be made again.")
        .sample(export.retries());
    text.gauge("pillion_export_in_flight_batches", "Batches under way, waits included.")
        .sample(export.inFlightBatches());
    text.gauge("pillion_export_in_flight_batches_max", "Most batches under way at once.")
        .sample(subject.config().exportMaxInFlight());
    text.gauge(
            "pillion_export_last_success_timestamp_seconds",
            "When the back end last accepted spans; 0 for never.")
        .sample(export.lastSuccessMillis() / MILLIS_PER_SECOND);
    text.histogram(
        "pillion_export_request_duration_seconds",
        "Requests for spans, from sending to the answer.");
    writeHistogram(text, export.latency());
  }

  private void ofOtherSignals(BiConsumer<String, ExportMeter.State> use) {
    use.accept("metrics", subject.meter().ofMetrics().state());
    use.accept("logs", subject.meter().ofLogs().state());
    use.accept("durations", subject.meter().ofDurations().state());
  }

  private static void writeHistogram(PrometheusText text, LatencyHistogram.Snapshot latency) {
    for (int i = 0; i < latency.cumulative().length; i++) {
      text.suffixed(
          "_bucket", latency.cumulative()[i], "le", text.bound(latency.boundsSeconds()[i]));
    }
    text.suffixed("_bucket", latency.count(), "le", "+Inf");
    text.suffixed("_sum", latency.sumSeconds());
    text.suffixed("_count", latency.count());
  }

  private static void writePolicy(PrometheusText text, PolicyStatus policy) {
    text.gauge("pillion_policy_configured", "1 if there is a policy path.")
        .sample(policy.configured() ? 1 : 0);
    text.gauge("pillion_policy_loaded", "1 if a policy set is in force.")
        .sample(policy.loaded() ? 1 : 0);
    text.gauge("pillion_policy_policies", "Policies in force.").sample(policy.policies());
    text.gauge("pillion_policy_problems", "Problems with the files as they are now.")
        .sample(policy.problems().size());
    text.gauge("pillion_policy_loaded_timestamp_seconds", "When the set in force was loaded.")
        .sample(policy.loadedEpochMillis() / MILLIS_PER_SECOND);
    text.counter("pillion_policy_reloads_total", "Loads of the policy files.")
        .sample(policy.reloadsSucceeded(), "result", "success")
        .sample(policy.reloadsFailed(), "result", "failure");
  }

  private static void writeStore(PrometheusText text, TraceStore.Usage usage) {
    text.gauge("pillion_traces_kept", "Traces that the page can show.").sample(usage.traces());
    text.gauge("pillion_traces_bytes", "Memory that the kept traces take.").sample(usage.bytes());
    text.gauge("pillion_traces_capacity_bytes", "Memory that kept traces may take.")
        .sample(usage.capacityBytes());
    text.counter("pillion_traces_evicted_total", "Traces that made room for newer ones.")
        .sample(usage.evictedTraces());
  }
}
