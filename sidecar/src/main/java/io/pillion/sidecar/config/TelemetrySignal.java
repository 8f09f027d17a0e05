package io.pillion.sidecar.config;

import java.util.Locale;

/** What is exported: each kind may have a back end, and most settings of the export, of its own. */
public enum TelemetrySignal {
  /** Spans. */
  TRACES("traces"),
  /** Metrics of the applications. */
  METRICS("metrics"),
  /** Log records of the applications. */
  LOGS("log records");

  private final String records;

  TelemetrySignal(String records) {
    this.records = records;
  }

  /** What it consists of, for sentences. */
  String records() {
    return records;
  }

  /** As names of settings and paths of OTLP/HTTP have it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
