package io.pillion.instrumentation.testing;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Every log record and metric that reached the back end, by service; of a metric the newest.
 *
 * <p><b>Threading.</b> All methods may be called from any thread.
 */
final class LogStore {
  private final Map<String, LogRecord> logs = new ConcurrentHashMap<>();
  private final Map<String, Integer> times = new ConcurrentHashMap<>();
  private final Map<String, Metric> metrics = new ConcurrentHashMap<>();

  void add(ExportLogsServiceRequest request) {
    request
        .getResourceLogsList()
        .forEach(
            resource ->
                resource
                    .getScopeLogsList()
                    .forEach(
                        scope ->
                            scope
                                .getLogRecordsList()
                                .forEach(
                                    log ->
                                        add(
                                            service(resource.getResource().getAttributesList())
                                                + " "
                                                + scope.getScope().getName()
                                                + ": "
                                                + log.getBody().getStringValue(),
                                            log))));
  }

  private void add(String key, LogRecord log) {
    times.merge(key, 1, Integer::sum);
    logs.put(key, log);
  }

  void add(ExportMetricsServiceRequest request) {
    request
        .getResourceMetricsList()
        .forEach(
            resource ->
                resource
                    .getScopeMetricsList()
                    .forEach(
                        scope ->
                            scope
                                .getMetricsList()
                                .forEach(
                                    metric ->
                                        metrics.put(
                                            service(resource.getResource().getAttributesList())
                                                + " "
                                                + metric.getName(),
                                            metric))));
  }

  private static String service(List<KeyValue> resource) {
    return attributes(resource).getOrDefault("service.name", "");
  }

  static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                of ->
                    of.getValue().hasBoolValue()
                        ? String.valueOf(of.getValue().getBoolValue())
                        : of.getValue().getStringValue()));
  }

  /** By service, logger and message. */
  Map<String, LogRecord> logs() {
    return logs;
  }

  /** How often a log record came, by service, logger and message. */
  Map<String, Integer> times() {
    return times;
  }

  /** The newest of that name; null if none has come. */
  Metric metric(String service, String name) {
    return metrics.get(service + " " + name);
  }

  /** Forgets the metrics, to see that new ones come. */
  void forgetMetrics() {
    metrics.clear();
  }
}
