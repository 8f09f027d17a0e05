package io.pillion.sidecar.inspect;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pillion.ipc.DirectoryInspection;
import io.pillion.ipc.SessionAccount;
import io.pillion.ipc.SessionInspection;
import io.pillion.sidecar.admin.JsonBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An inspection for a program to read. */
public final class InspectionJson {
  private InspectionJson() {}

  /** One object and a line end. */
  public static String of(DirectoryInspection inspection) {
    byte[] body = JsonBody.of(json -> write(json, inspection));
    return new String(body, StandardCharsets.UTF_8) + "\n";
  }

  private static void write(JsonGenerator json, DirectoryInspection inspection) throws IOException {
    json.writeStartObject();
    json.writeStringField("directory", inspection.folder().toString());
    json.writeBooleanField("sound", inspection.isSound());
    json.writeBooleanField("sidecarAlive", inspection.sidecarAlive());
    writePolicy(json, inspection.policy());
    json.writeBooleanField("telemetryBell", inspection.telemetryBell());
    json.writeBooleanField("checksBell", inspection.checksBell());
    json.writeNumberField("unfinished", inspection.unfinished());
    writeStrings(json, "otherLayouts", inspection.otherLayouts());
    json.writeArrayFieldStart("sessions");
    for (SessionInspection session : inspection.sessions()) {
      writeSession(json, session);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writePolicy(JsonGenerator json, DirectoryInspection.@Nullable Policy policy)
      throws IOException {
    if (policy == null) {
      json.writeNullField("policy");
      return;
    }
    json.writeObjectFieldStart("policy");
    json.writeStringField("problem", policy.problem());
    json.writeStringField("revision", HexFormat.of().toHexDigits(policy.revision()));
    json.writeNumberField("policies", policy.policies());
    json.writeBooleanField("denyIfUnusable", policy.denyIfUnusable());
    json.writeNumberField("ageMillis", policy.ageMillis());
    json.writeEndObject();
  }

  private static void writeSession(JsonGenerator json, SessionInspection session)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", session.id());
    json.writeStringField("path", session.path().toString());
    json.writeStringField("life", word(session.life()));
    json.writeBooleanField("ready", session.ready());
    json.writeBooleanField("sound", session.isSound());
    writeStrings(json, "problems", session.problems());
    if (session.header() != null) {
      writeHeader(json, session.header());
    }
    if (session.counters() != null) {
      writeCounters(json, session.counters());
    }
    writeQueue(json, "telemetry", session.telemetry());
    writeQueue(json, "requests", session.requests());
    if (session.cursor() != null) {
      writeCursor(json, session.cursor());
    }
    if (session.replies() != null) {
      writeReplies(json, session.replies());
    }
    if (session.account() != null) {
      writeAccount(json, session.account());
    }
    json.writeEndObject();
  }

  private static void writeHeader(JsonGenerator json, SessionInspection.Header header)
      throws IOException {
    json.writeObjectFieldStart("header");
    json.writeStringField("layout", header.layout());
    json.writeStringField("oldestReader", header.oldestReader());
    json.writeNumberField("features", header.features());
    json.writeNumberField("startUnixNanos", header.startEpochNanos());
    json.writeNumberField("telemetrySegmentBytes", header.telemetrySegmentBytes());
    json.writeNumberField("requestSegmentBytes", header.requestSegmentBytes());
    json.writeObjectFieldStart("identity");
    for (Map.Entry<String, String> entry : header.identity().entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeCounters(JsonGenerator json, SessionInspection.Counters counters)
      throws IOException {
    json.writeObjectFieldStart("counters");
    json.writeNumberField("heartbeat", counters.heartbeat());
    json.writeBooleanField("beating", counters.beating());
    json.writeBooleanField("closedCleanly", counters.closedCleanly());
    json.writeNumberField("offered", counters.offered());
    json.writeNumberField("offeredSpans", counters.offeredSpans());
    json.writeNumberField("written", counters.written());
    json.writeNumberField("lastSequence", counters.lastSequence());
    json.writeNumberField("adviceFailures", counters.adviceFailures());
    writeCounts(json, "dropped", counters.dropped());
    writeCounts(json, "decisions", counters.decisions());
    json.writeEndObject();
  }

  private static void writeQueue(JsonGenerator json, String name, SessionInspection.Queue queue)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("segments", queue.segments());
    json.writeNumberField("oldest", queue.oldest());
    json.writeNumberField("newest", queue.newest());
    json.writeNumberField("bytes", queue.bytes());
    json.writeEndObject();
  }

  private static void writeCursor(JsonGenerator json, SessionInspection.Cursor cursor)
      throws IOException {
    json.writeObjectFieldStart("cursor");
    json.writeNumberField("segment", cursor.segment());
    json.writeNumberField("sequence", cursor.sequence());
    json.writeNumberField("delivered", cursor.delivered());
    writeCounts(json, "discarded", cursor.discarded());
    json.writeEndObject();
  }

  private static void writeReplies(JsonGenerator json, SessionInspection.Replies replies)
      throws IOException {
    json.writeObjectFieldStart("replies");
    json.writeBooleanField("telemetryParked", replies.telemetryParked());
    json.writeBooleanField("checksParked", replies.checksParked());
    json.writeNumberField("sidecarHeartbeat", replies.sidecarHeartbeat());
    json.writeBooleanField("sidecarBeating", replies.sidecarBeating());
    json.writeStringField("sidecarLayout", replies.sidecarLayout());
    json.writeStringField("policyRevision", HexFormat.of().toHexDigits(replies.policyRevision()));
    json.writeObjectFieldStart("slots");
    for (Map.Entry<String, Integer> entry : replies.slots().entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeAccount(JsonGenerator json, SessionAccount account) throws IOException {
    json.writeObjectFieldStart("account");
    json.writeNumberField("offered", account.offered());
    json.writeNumberField("written", account.written());
    json.writeNumberField("dropped", account.dropped());
    json.writeNumberField("inRing", account.inRing());
    json.writeNumberField("delivered", account.delivered());
    json.writeNumberField("discarded", account.discarded());
    json.writeNumberField("unread", account.unread());
    json.writeStringField("agentSide", word(account.agentSide()));
    json.writeStringField("sidecarSide", word(account.sidecarSide()));
    json.writeEndObject();
  }

  private static void writeCounts(JsonGenerator json, String name, Map<String, Long> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
  }

  private static void writeStrings(JsonGenerator json, String name, Iterable<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
