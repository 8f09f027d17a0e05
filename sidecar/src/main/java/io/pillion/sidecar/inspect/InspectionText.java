package io.pillion.sidecar.inspect;

import io.pillion.ipc.DirectoryInspection;
import io.pillion.ipc.SessionAccount;
import io.pillion.ipc.SessionInspection;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An inspection for a person to read. */
public final class InspectionText {
  private static final long KIB = 1024;

  private final StringBuilder text = new StringBuilder();

  private InspectionText() {}

  /** Lines, each with its end. */
  public static String of(DirectoryInspection inspection) {
    InspectionText printer = new InspectionText();
    printer.directory(inspection);
    inspection.sessions().forEach(printer::session);
    return printer.text.toString();
  }

  private void directory(DirectoryInspection inspection) {
    head("directory " + inspection.folder());
    line("sidecar", inspection.sidecarAlive() ? "alive" : "none");
    line("policy", policy(inspection.policy()));
    line(
        "bells",
        "telemetry "
            + there(inspection.telemetryBell())
            + ", checks "
            + there(inspection.checksBell()));
    line("sessions", String.valueOf(inspection.sessions().size()));
    if (inspection.unfinished() > 0) {
      line("unfinished", inspection.unfinished() + " directories half built or half deleted");
    }
    if (!inspection.otherLayouts().isEmpty()) {
      line("not read", "other layouts: " + String.join(", ", inspection.otherLayouts()));
    }
  }

  private static String policy(DirectoryInspection.@Nullable Policy policy) {
    if (policy == null) {
      return "never published";
    }
    String tail =
        ", published "
            + TimeUnit.MILLISECONDS.toSeconds(policy.ageMillis())
            + " s ago, "
            + (policy.denyIfUnusable() ? "deny" : "allow")
            + " if unusable";
    return policy.problem() == null
        ? "revision " + revision(policy.revision()) + ", policies " + policy.policies() + tail
        : "ERROR " + policy.problem() + tail;
  }

  private void session(SessionInspection session) {
    text.append('\n');
    SessionInspection.Header header = session.header();
    head(
        "session "
            + session.id()
            + " "
            + session.life().name().toLowerCase(Locale.ROOT)
            + (header == null
                ? ""
                : " " + header.identity().getOrDefault("service.name", "unknown_service:java")));
    session.problems().forEach(problem -> line("ERROR", problem));
    line("path", session.path().toString());
    if (!session.ready() && session.problems().isEmpty()) {
      line("state", "being built");
    }
    if (header != null) {
      header(header);
    }
    if (session.counters() != null) {
      counters(session.counters(), session.life());
    }
    line("cursor", cursor(session.cursor()));
    line("telemetry", queue(session.telemetry()));
    line("requests", queue(session.requests()));
    if (session.replies() != null) {
      replies(session.replies());
    }
    if (session.account() != null) {
      account(session.account(), session.life());
    }
  }

  private void header(SessionInspection.Header header) {
    line(
        "layout",
        header.layout()
            + ", oldest reader "
            + header.oldestReader()
            + ", features 0x"
            + Long.toHexString(header.features()));
    line(
        "began",
        Instant.ofEpochSecond(0, header.startEpochNanos())
            .truncatedTo(java.time.temporal.ChronoUnit.MILLIS)
            .toString());
    line(
        "identity",
        header.identity().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(", ")));
    line(
        "segments",
        "telemetry "
            + bytes(header.telemetrySegmentBytes())
            + ", requests "
            + bytes(header.requestSegmentBytes()));
  }

  private void counters(SessionInspection.Counters counters, SessionInspection.Life life) {
    line("heartbeat", counters.heartbeat() + heartbeat(counters, life));
    line("offered", counters.offered() + ", spans among them " + counters.offeredSpans());
    line("written", counters.written() + ", last sequence " + counters.lastSequence());
    line("dropped", counts(counters.dropped()));
    line("decisions", counts(counters.decisions()));
    line("advice", counters.adviceFailures() + " failures");
  }

  private static String heartbeat(
      SessionInspection.Counters counters, SessionInspection.Life life) {
    if (life == SessionInspection.Life.DEAD) {
      return counters.closedCleanly() ? ", ended in order" : ", ended without a word";
    }
    return counters.beating() ? ", moving" : ", not moving: stopped, or in a long pause";
  }

  private static String cursor(SessionInspection.@Nullable Cursor cursor) {
    return cursor == null
        ? "none: no sidecar has read it"
        : "sequence "
            + cursor.sequence()
            + " in segment "
            + cursor.segment()
            + ", delivered "
            + cursor.delivered()
            + ", discarded "
            + counts(cursor.discarded());
  }

  private static String queue(SessionInspection.Queue queue) {
    String which = queue.oldest() < 0 ? "" : " (" + queue.oldest() + " to " + queue.newest() + ")";
    return "segments " + queue.segments() + which + ", " + bytes(queue.bytes());
  }

  private void replies(SessionInspection.Replies replies) {
    line(
        "parked",
        "telemetry reader "
            + yes(replies.telemetryParked())
            + ", check reader "
            + yes(replies.checksParked()));
    line(
        "sidecar",
        replies.sidecarLayout() == null
            ? "none has come"
            : "layout "
                + replies.sidecarLayout()
                + ", heartbeat "
                + replies.sidecarHeartbeat()
                + (replies.sidecarBeating() ? ", moving" : ", not moving")
                + ", policy revision "
                + revision(replies.policyRevision()));
    line(
        "slots",
        replies.slots().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ")));
  }

  private void account(SessionAccount account, SessionInspection.Life life) {
    line(
        "account",
        account.offered()
            + " offered = "
            + (account.offered() - account.dropped() - account.inRing())
            + " written + "
            + account.dropped()
            + " dropped + "
            + account.inRing()
            + (life == SessionInspection.Life.DEAD ? " in the ring at its end" : " in the ring")
            + verdict(account.agentSide()));
    line(
        "",
        account.written()
            + " written = "
            + account.delivered()
            + " delivered + "
            + account.discarded()
            + " discarded + "
            + account.unread()
            + " unread"
            + verdict(account.sidecarSide()));
  }

  private static String verdict(SessionAccount.Verdict verdict) {
    return switch (verdict) {
      case HOLDS -> ": holds";
      case UNSETTLED -> ": caught between two stores";
      case BROKEN -> ": DOES NOT HOLD";
    };
  }

  private static String counts(Map<String, Long> counts) {
    long sum = counts.values().stream().mapToLong(Long::longValue).sum();
    String parts =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() != 0)
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return parts.isEmpty() ? String.valueOf(sum) : sum + ": " + parts;
  }

  private static String bytes(long bytes) {
    return bytes / KIB + " KiB";
  }

  private static String revision(long revision) {
    return revision == 0 ? "unknown" : HexFormat.of().toHexDigits(revision);
  }

  private static String there(boolean there) {
    return there ? "there" : "missing";
  }

  private static String yes(boolean yes) {
    return yes ? "yes" : "no";
  }

  private void head(String title) {
    text.append(printable(title)).append('\n');
  }

  private void line(String name, String value) {
    text.append(String.format(Locale.ROOT, "  %-11s", name)).append(printable(value)).append('\n');
  }

  /** Sessions are not trusted, and a terminal obeys control characters. */
  private static String printable(String value) {
    return value.replaceAll("\\p{Cntrl}", "?");
  }
}
