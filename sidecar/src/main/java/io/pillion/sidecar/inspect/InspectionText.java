package io.pillion.sidecar.inspect;

import io.pillion.ipc.DirectoryInspection;
import io.pillion.ipc.SessionAccount;
import io.pillion.ipc.SessionInspection;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An inspection for a person to read. */
public final class InspectionText {
  private static final long KIB = 1024;

  private final ReportLines lines = new ReportLines();

  private InspectionText() {}

  /** Lines, each with its end. */
  public static String of(DirectoryInspection inspection) {
    InspectionText printer = new InspectionText();
    printer.directory(inspection);
    inspection.sessions().forEach(printer::session);
    return printer.lines.text();
  }

  private void directory(DirectoryInspection inspection) {
    lines.head("directory " + inspection.folder());
    lines.line("sidecar", inspection.sidecarAlive() ? "alive" : "none");
    lines.line("policy", policy(inspection.policy()));
    lines.line(
        "bells",
        "telemetry "
            + there(inspection.telemetryBell())
            + ", checks "
            + there(inspection.checksBell()));
    lines.line("sessions", String.valueOf(inspection.sessions().size()));
    if (inspection.unfinished() > 0) {
      lines.line("unfinished", inspection.unfinished() + " directories half built or half deleted");
    }
    if (!inspection.otherLayouts().isEmpty()) {
      lines.line("not read", "other layouts: " + String.join(", ", inspection.otherLayouts()));
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
    lines.gap();
    SessionInspection.Header header = session.header();
    lines.head(
        "session "
            + session.id()
            + " "
            + session.life().name().toLowerCase(Locale.ROOT)
            + (header == null
                ? ""
                : " " + header.identity().getOrDefault("service.name", "unknown_service:java")));
    session.problems().forEach(problem -> lines.line("ERROR", problem));
    lines.line("path", session.path().toString());
    if (!session.ready() && session.problems().isEmpty()) {
      lines.line("state", "being built");
    }
    if (header != null) {
      header(header);
    }
    if (session.counters() != null) {
      counters(session.counters(), session.life());
    }
    lines.line("cursor", cursor(session.cursor()));
    lines.line("telemetry", queue(session.telemetry()));
    lines.line("requests", queue(session.requests()));
    if (session.replies() != null) {
      replies(session.replies());
    }
    if (session.account() != null) {
      account(session.account(), session.life());
    }
  }

  private void header(SessionInspection.Header header) {
    lines.line(
        "layout",
        header.layout()
            + ", oldest reader "
            + header.oldestReader()
            + ", features 0x"
            + Long.toHexString(header.features()));
    lines.line(
        "began",
        Instant.ofEpochSecond(0, header.startEpochNanos())
            .truncatedTo(java.time.temporal.ChronoUnit.MILLIS)
            .toString());
    lines.line(
        "identity",
        header.identity().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(", ")));
    lines.line(
        "segments",
        "telemetry "
            + bytes(header.telemetrySegmentBytes())
            + ", requests "
            + bytes(header.requestSegmentBytes()));
  }

  private void counters(SessionInspection.Counters counters, SessionInspection.Life life) {
    lines.line("heartbeat", counters.heartbeat() + heartbeat(counters, life));
    lines.line("offered", counters.offered() + ", spans among them " + counters.offeredSpans());
    lines.line("written", counters.written() + ", last sequence " + counters.lastSequence());
    lines.line("dropped", ReportLines.counts(counters.dropped()));
    lines.line("decisions", ReportLines.counts(counters.decisions()));
    lines.line("advice", counters.adviceFailures() + " failures");
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
            + ReportLines.counts(cursor.discarded());
  }

  private static String queue(SessionInspection.Queue queue) {
    String which = queue.oldest() < 0 ? "" : " (" + queue.oldest() + " to " + queue.newest() + ")";
    return "segments " + queue.segments() + which + ", " + bytes(queue.bytes());
  }

  private void replies(SessionInspection.Replies replies) {
    lines.line(
        "parked",
        "telemetry reader "
            + yes(replies.telemetryParked())
            + ", check reader "
            + yes(replies.checksParked()));
    lines.line(
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
    lines.line(
        "slots",
        replies.slots().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ")));
  }

  private void account(SessionAccount account, SessionInspection.Life life) {
    lines.line(
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
    lines.line(
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
}
