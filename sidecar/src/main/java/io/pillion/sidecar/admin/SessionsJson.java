package io.pillion.sidecar.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pillion.sidecar.ingest.SessionView;
import io.pillion.sidecar.net.HttpCall;
import io.pillion.sidecar.net.HttpReply;
import java.io.IOException;
import java.util.Map;

/** Sessions as JSON. */
final class SessionsJson {
  private final SidecarState state;

  SessionsJson(SidecarState state) {
    this.state = state;
  }

  HttpReply list(HttpCall call) {
    byte[] body =
        JsonBody.of(
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("sessions");
              for (SessionView session : state.sessions()) {
                write(json, session);
              }
              json.writeEndArray();
              json.writeEndObject();
            });
    return HttpReply.json(200, body);
  }

  private static void write(JsonGenerator json, SessionView session) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", session.id());
    json.writeStringField("service", session.serviceName());
    json.writeBooleanField("alive", session.alive());
    json.writeNumberField("heartbeatAgeMillis", session.heartbeatAgeMillis());
    json.writeNumberField("offeredSpans", session.offeredSpans());
    json.writeNumberField("offered", session.offered());
    json.writeNumberField("written", session.written());
    json.writeNumberField("delivered", session.delivered());
    json.writeNumberField("depth", session.depth());
    json.writeNumberField("oldestUnsentAgeMillis", session.oldestUnsentAgeMillis());
    writeCounts(json, "dropped", session.dropped());
    writeCounts(json, "discarded", session.discarded());
    writeCounts(json, "decisions", session.decisions());
    json.writeObjectFieldStart("resource");
    for (Map.Entry<String, String> attribute : session.resource().entrySet()) {
      json.writeStringField(attribute.getKey(), attribute.getValue());
    }
    json.writeEndObject();
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
}
