package io.pillion.sidecar.metrics;

import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.Exemplar;
import io.pillion.sidecar.red.ApplicationDurations;
import io.pillion.sidecar.red.DurationBounds;
import io.pillion.sidecar.red.DurationPoint;
import io.pillion.sidecar.red.HttpInstrument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The durations of requests, under the names that OpenTelemetry's Prometheus exporter would give
 * them.
 */
final class DurationMetrics {
  private record Member(String service, String instance) {}

  private DurationMetrics() {}

  /** Writes them; returns the names of the families that have samples. */
  static Set<String> write(PrometheusText text, List<ApplicationDurations> all) {
    // The newest: of two processes that give themselves the same id it is the one to be seen.
    Map<Member, ApplicationDurations> newest = new LinkedHashMap<>();
    all.forEach(of -> newest.put(new Member(of.service(), of.instance()), of));
    Set<String> names = new HashSet<>();
    for (HttpInstrument instrument : HttpInstrument.values()) {
      if (newest.values().stream().anyMatch(of -> of.points().containsKey(instrument))) {
        String name = instrument.metricName().replace('.', '_') + "_seconds";
        names.add(name);
        text.histogram(name, instrument.description());
        newest.forEach((process, of) -> writeProcess(text, process, points(of, instrument)));
      }
    }
    return names;
  }

  private static List<DurationPoint> points(ApplicationDurations of, HttpInstrument instrument) {
    return of.points().getOrDefault(instrument, List.of());
  }

  private static void writeProcess(
      PrometheusText text, Member process, List<DurationPoint> points) {
    for (DurationPoint point : points) {
      write(text, point, labels(process, point.attributes()));
    }
  }

  private static void write(PrometheusText text, DurationPoint point, String[] labels) {
    String[] withBound = java.util.Arrays.copyOf(labels, labels.length + 2);
    withBound[labels.length] = "le";
    long cumulative = 0;
    for (int bucket = 0; bucket < point.counts().length; bucket++) {
      cumulative += point.counts()[bucket];
      withBound[labels.length + 1] =
          bucket < DurationBounds.SECONDS.size()
              ? text.bound(DurationBounds.SECONDS.get(bucket))
              : "+Inf";
      text.bucket(cumulative, exemplar(point, bucket), withBound);
    }
    text.suffixed("_sum", point.sumSeconds(), labels);
    text.suffixed("_count", cumulative, labels);
  }

  private static @Nullable Exemplar exemplar(DurationPoint point, int bucket) {
    for (Exemplar exemplar : point.exemplars()) {
      if (DurationBounds.bucketOf(exemplar.value()) == bucket) {
        return exemplar;
      }
    }
    return null;
  }

  private static String[] labels(Member process, List<SpanRecord.Attribute> attributes) {
    List<String> labels =
        new ArrayList<>(List.of("service", process.service(), "instance", process.instance()));
    for (SpanRecord.Attribute attribute : attributes) {
      labels.add(attribute.key().replace('.', '_'));
      labels.add(String.valueOf(attribute.value()));
    }
    return labels.toArray(new String[0]);
  }
}
