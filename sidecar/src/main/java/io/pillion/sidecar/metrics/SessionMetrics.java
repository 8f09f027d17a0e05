package io.pillion.sidecar.metrics;

import io.pillion.sidecar.ingest.SessionView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What the applications' sessions count. */
final class SessionMetrics {
  private static final double MILLIS_PER_SECOND = 1000;

  private final ServiceTotals totals = new ServiceTotals();

  void write(PrometheusText text, List<SessionView> sessions) {
    Map<String, ServiceTotals.Counts> byService = totals.update(sessions);
    text.counter("pillion_spans_offered_total", "Spans that applications finished.");
    plain(text, byService, counts -> counts.offeredSpans);
    text.counter("pillion_records_offered_total", "Records that agents offered, of all types.");
    plain(text, byService, counts -> counts.offered);
    text.counter("pillion_records_written_total", "Records that agents put into their queues.");
    plain(text, byService, counts -> counts.written);
    text.counter("pillion_records_delivered_total", "Records done with success.");
    plain(text, byService, counts -> counts.delivered);
    text.counter("pillion_records_dropped_total", "Records that agents could not write.");
    byReason(text, byService, counts -> counts.dropped);
    text.counter("pillion_records_discarded_total", "Records that the sidecar gave up.");
    byReason(text, byService, counts -> counts.discarded);
    text.counter("pillion_decisions_total", "Policy decisions.");
    byService.forEach(
        (service, counts) ->
            counts.decisions.forEach((key, count) -> decision(text, service, key, count)));
    writeGauges(text, sessions);
  }

  private void writeGauges(PrometheusText text, List<SessionView> sessions) {
    text.gauge("pillion_sessions", "Application processes with a session.");
    sums(sessions, session -> 1, Long::sum)
        .forEach((service, value) -> text.sample(value, "service", service));
    text.gauge("pillion_queue_records", "Records written and not yet done.");
    sums(sessions, SessionView::depth, ServiceTotals::sum)
        .forEach((service, value) -> text.sample(value, "service", service));
    text.gauge("pillion_queue_oldest_unsent_age_seconds", "Age of the oldest record not yet done.");
    sums(sessions, SessionView::oldestUnsentAgeMillis, Long::max)
        .forEach((service, value) -> text.sample(value / MILLIS_PER_SECOND, "service", service));
  }

  private Map<String, Long> sums(
      List<SessionView> sessions,
      ToLongFunction<SessionView> value,
      java.util.function.BinaryOperator<Long> merge) {
    Map<String, Long> sums = new TreeMap<>();
    for (SessionView session : sessions) {
      sums.merge(totals.label(session), value.applyAsLong(session), merge);
    }
    return sums;
  }

  private static void plain(
      PrometheusText text,
      Map<String, ServiceTotals.Counts> byService,
      ToLongFunction<ServiceTotals.Counts> value) {
    byService.forEach(
        (service, counts) -> text.sample(value.applyAsLong(counts), "service", service));
  }

  private static void byReason(
      PrometheusText text,
      Map<String, ServiceTotals.Counts> byService,
      Function<ServiceTotals.Counts, Map<String, Long>> value) {
    byService.forEach(
        (service, counts) ->
            value
                .apply(counts)
                .forEach(
                    (reason, count) -> text.sample(count, "service", service, "reason", reason)));
  }

  /** The key is {@code source/outcome}. */
  private static void decision(PrometheusText text, String service, String key, long count) {
    int slash = key.indexOf('/');
    String source = slash < 0 ? key : key.substring(0, slash);
    String outcome = slash < 0 ? "" : key.substring(slash + 1);
    text.sample(count, "service", service, "source", source, "outcome", outcome);
  }
}
