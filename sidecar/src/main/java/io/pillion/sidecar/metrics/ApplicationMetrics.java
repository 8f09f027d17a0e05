package io.pillion.sidecar.metrics;

import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.MetricStore;
import io.pillion.sidecar.ingest.SessionView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The newest values of the applications' own metrics, under the names that OpenTelemetry's
 * Prometheus exporter would give them. Of applications that have ended nothing is shown.
 */
final class ApplicationMetrics {
  private static final Map<String, String> UNITS = Map.of("By", "_bytes", "s", "_seconds");

  private ApplicationMetrics() {}

  /** Writes them, but those of the families that the sidecar measures itself. */
  static void write(
      PrometheusText text,
      List<MetricStore.Latest> all,
      List<SessionView> sessions,
      Set<String> measured) {
    Set<String> present =
        sessions.stream()
            .filter(SessionView::alive)
            .map(SessionView::id)
            .collect(Collectors.toSet());
    Map<String, List<MetricStore.Latest>> families = new TreeMap<>();
    for (MetricStore.Latest latest : all) {
      if (present.contains(latest.sessionId())) {
        families.computeIfAbsent(name(latest.metric()), key -> new ArrayList<>()).add(latest);
      }
    }
    families.keySet().removeAll(measured);
    families.forEach((name, members) -> writeFamily(text, name, members));
  }

  private static void writeFamily(
      PrometheusText text, String name, List<MetricStore.Latest> members) {
    MetricRecord first = members.get(members.size() - 1).metric();
    String help = first.description() == null ? "" : first.description().replace('\n', ' ');
    switch (first.kind()) {
      case COUNTER -> text.counter(name, help);
      case HISTOGRAM -> text.histogram(name, help);
      case GAUGE, UP_DOWN_COUNTER -> text.gauge(name, help);
    }
    Set<Map<String, String>> written = new HashSet<>();
    // The newest first: of two processes that give themselves the same id it is the one to be seen.
    for (int i = members.size() - 1; i >= 0; i--) {
      MetricStore.Latest latest = members.get(i);
      if (latest.metric().kind() == first.kind()) {
        latest.metric().points().forEach(point -> writePoint(text, latest, point, written));
      }
    }
  }

  private static void writePoint(
      PrometheusText text,
      MetricStore.Latest latest,
      MetricRecord.Point point,
      Set<Map<String, String>> written) {
    Map<String, String> byName = labels(latest, point);
    if (!written.add(byName)) {
      // A series that came twice would make Prometheus refuse what follows it.
      return;
    }
    String[] labels = inTurn(byName);
    if (point.value() instanceof Long value) {
      text.sample(value.longValue(), labels);
    } else if (point.value() instanceof Double value) {
      text.sample(value.doubleValue(), labels);
    } else if (point.value() instanceof MetricRecord.Distribution distribution) {
      writeDistribution(text, latest.metric().bounds(), distribution, labels);
    }
  }

  private static void writeDistribution(
      PrometheusText text,
      List<Double> bounds,
      MetricRecord.Distribution distribution,
      String[] labels) {
    long cumulative = 0;
    for (int i = 0; i < bounds.size(); i++) {
      cumulative += distribution.buckets().get(i);
      text.suffixed("_bucket", cumulative, with(labels, "le", text.bound(bounds.get(i))));
    }
    text.suffixed("_bucket", distribution.count(), with(labels, "le", "+Inf"));
    text.suffixed("_sum", distribution.sum(), labels);
    text.suffixed("_count", distribution.count(), labels);
  }

  private static String[] with(String[] labels, String name, String value) {
    String[] more = java.util.Arrays.copyOf(labels, labels.length + 2);
    more[labels.length] = name;
    more[labels.length + 1] = value;
    return more;
  }

  private static Map<String, String> labels(MetricStore.Latest latest, MetricRecord.Point point) {
    Map<String, String> resource = latest.resource();
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("service", resource.getOrDefault("service.name", "unknown_service:java"));
    labels.put("instance", resource.getOrDefault("service.instance.id", latest.sessionId()));
    for (SpanRecord.Attribute attribute : point.attributes()) {
      String name = sanitized(attribute.key());
      // A histogram's own.
      labels.putIfAbsent(name.equals("le") ? "_le" : name, String.valueOf(attribute.value()));
    }
    return labels;
  }

  private static String[] inTurn(Map<String, String> labels) {
    List<String> inTurn = new ArrayList<>();
    labels.forEach(
        (name, value) -> {
          inTurn.add(name);
          inTurn.add(value);
        });
    return inTurn.toArray(new String[0]);
  }

  private static String name(MetricRecord metric) {
    String name = sanitized(metric.name());
    String unit = UNITS.getOrDefault(metric.unit(), "");
    if (metric.unit().equals("1") && metric.kind() == MetricRecord.Kind.GAUGE) {
      unit = "_ratio";
    }
    return name + unit + (metric.kind() == MetricRecord.Kind.COUNTER ? "_total" : "");
  }

  /** Applications choose these: what Prometheus would refuse becomes an underscore. */
  private static String sanitized(String name) {
    String clean = name.replaceAll("[^a-zA-Z0-9_]", "_");
    return clean.isEmpty() || Character.isDigit(clean.charAt(0)) ? "_" + clean : clean;
  }
}
