package io.pillion.sidecar.inspect;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running sidecar's state for a person to read: one screen, a line for each session. */
public final class StatusText {
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long SECONDS_PER_MINUTE = 60;
  private static final long SECONDS_PER_HOUR = 3_600;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final int SHORT_ID = 8;
  private static final List<String> COLUMNS =
      List.of(
          "service",
          "session",
          "state",
          "beat",
          "offered",
          "delivered",
          "waiting",
          "oldest",
          "dropped",
          "discarded");

  private final ReportLines lines = new ReportLines();
  private final RunningSidecar sidecar;
  private final Clock clock;

  private StatusText(RunningSidecar sidecar, Clock clock) {
    this.sidecar = sidecar;
    this.clock = clock;
  }

  /**
   * Lines, each with its end.
   *
   * @param clock to tell how long ago things were
   */
  public static String of(RunningSidecar sidecar, Clock clock) {
    StatusText printer = new StatusText(sidecar, clock);
    printer.process(sidecar.status());
    printer.policy(sidecar.status().object("policy"));
    JsonObject export = sidecar.status().object("export");
    printer.export("spans", export, "Spans");
    JsonObject others = export.object("otherSignals");
    printer.export("metrics", others.object("metrics"), "Records");
    printer.export("logs", others.object("logs"), "Records");
    printer.export("durations", others.object("durations"), "Records");
    printer.sessions(sidecar.sessions().objects("sessions"));
    return printer.lines.text();
  }

  private void process(JsonObject status) {
    lines.head("pillion-sidecar " + status.text("version") + " at " + sidecar.address());
    String phase = status.text("phase");
    List<String> reasons = status.texts("notReadyReasons");
    lines.line(
        "state",
        status.flag("ready")
            ? phase + ", ready"
            : phase + ", NOT READY: " + String.join("; ", reasons));
    lines.line(
        "up",
        seconds(status.number("uptimeSeconds"))
            + ", pid "
            + status.number("pid")
            + ", Java "
            + status.text("java"));
    lines.line("listeners", listeners(status.objects("config")));
  }

  private static String listeners(List<JsonObject> config) {
    return Stream.of("admin", "health", "metrics")
        .flatMap(
            name ->
                config.stream()
                    .filter(setting -> setting.text("key").equals(name + ".address"))
                    .map(setting -> name + " " + setting.text("value")))
        .collect(Collectors.joining(", "));
  }

  private void policy(JsonObject policy) {
    if (!policy.flag("configured")) {
      lines.line("policy", "none configured: requests are not checked");
      return;
    }
    lines.line(
        "policy",
        policy.flag("loaded")
            ? "revision "
                + policy.text("revision")
                + ", policies "
                + policy.number("policies")
                + ", loaded "
                + ago(policy.number("loadedUnixMillis"))
            : "NONE LOADED");
    List<String> problems = policy.texts("problems");
    if (!problems.isEmpty()) {
      lines.line("", "FAULTY FILES, the last good set stays in force:");
      problems.forEach(problem -> lines.line("", problem));
    }
  }

  private void export(String signal, JsonObject export, String noun) {
    if (export.counts().isEmpty()) {
      return; // of a version that does not tell
    }
    String endpoint = export.text("endpoint");
    String last = ago(export.number("lastSuccessUnixMillis"));
    lines.line(
        signal,
        (endpoint.isEmpty() ? "no back end" : endpoint)
            + ": "
            + export.number("exported" + noun)
            + " taken, last "
            + last
            + "; "
            + export.number("requests")
            + " requests, "
            + export.number("inFlightBatches")
            + " batches under way"
            + (export.flag("failing") ? ", FAILING NOW" : ""));
    Map<String, Long> failed = export.object("failedRequests").counts();
    if (!failed.isEmpty()) {
      lines.line(
          "",
          "failed requests "
              + ReportLines.counts(failed)
              + "; to be made again "
              + export.number("retries"));
    }
    Map<String, Long> rejected = export.object("rejected" + noun).counts();
    if (!rejected.isEmpty()) {
      lines.line("", "refused for good " + ReportLines.counts(rejected));
    }
    JsonObject failure = export.object("lastFailure");
    if (failure.has("reason")) {
      lines.line(
          "",
          "last failure "
              + ago(failure.number("unixMillis"))
              + ": "
              + failure.text("reason")
              + ", "
              + failure.text("detail"));
    }
  }

  private void sessions(List<JsonObject> sessions) {
    List<JsonObject> refused = sidecar.status().objects("refusedSessions");
    lines.line("sessions", sessions.size() + ", refused " + refused.size());
    refused.forEach(
        session -> lines.line("", "REFUSED " + session.text("id") + ": " + session.text("cause")));
    if (sessions.isEmpty()) {
      return;
    }
    lines.gap();
    List<List<String>> rows = new ArrayList<>();
    rows.add(COLUMNS.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    sessions.forEach(session -> rows.add(row(session)));
    table(rows);
  }

  private static List<String> row(JsonObject session) {
    String id = session.text("id");
    long depth = session.number("depth");
    return List.of(
        session.text("service"),
        id.substring(0, Math.min(SHORT_ID, id.length())),
        session.flag("alive") ? "alive" : "dead",
        millis(session.number("heartbeatAgeMillis")),
        String.valueOf(session.number("offered")),
        String.valueOf(session.number("delivered")),
        String.valueOf(depth),
        depth == 0 ? "-" : millis(session.number("oldestUnsentAgeMillis")),
        ReportLines.counts(session.object("dropped").counts()),
        ReportLines.counts(session.object("discarded").counts()));
  }

  private void table(List<List<String>> rows) {
    int[] widths = new int[COLUMNS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      lines.head(line.toString().stripTrailing());
    }
  }

  private String ago(long epochMillis) {
    return epochMillis == 0 ? "never" : millis(Math.max(0, clock.millis() - epochMillis)) + " ago";
  }

  private static String millis(long millis) {
    return millis < 2 * MILLIS_PER_SECOND ? millis + " ms" : seconds(millis / MILLIS_PER_SECOND);
  }

  private static String seconds(long seconds) {
    if (seconds < 2 * SECONDS_PER_MINUTE) {
      return seconds + " s";
    }
    if (seconds < 2 * SECONDS_PER_HOUR) {
      return seconds / SECONDS_PER_MINUTE + " min";
    }
    if (seconds < 2 * SECONDS_PER_DAY) {
      return seconds / SECONDS_PER_HOUR + " h";
    }
    return seconds / SECONDS_PER_DAY + " d";
  }
}
