package io.pillion.sidecar.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pillion.ipc.wire.DecisionRecord;
import io.pillion.sidecar.ingest.DecisionView;
import io.pillion.sidecar.net.HttpCall;
import io.pillion.sidecar.net.HttpReply;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Recent decisions as JSON, the newest first. */
final class DecisionsJson {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 500;

  private final SidecarState state;

  DecisionsJson(SidecarState state) {
    this.state = state;
  }

  HttpReply list(HttpCall call) {
    int limit = Math.min(MAX_LIMIT, call.number("limit", DEFAULT_LIMIT));
    List<DecisionView> decisions = state.recentDecisions();
    byte[] body =
        JsonBody.of(
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("decisions");
              for (DecisionView decision :
                  decisions.subList(0, Math.min(limit, decisions.size()))) {
                write(json, decision);
              }
              json.writeEndArray();
              json.writeEndObject();
            });
    return HttpReply.json(200, body);
  }

  private static void write(JsonGenerator json, DecisionView view) throws IOException {
    DecisionRecord record = view.record();
    json.writeStartObject();
    json.writeStringField("service", view.serviceName());
    json.writeStringField("timeUnixNano", Long.toUnsignedString(record.epochNanos()));
    json.writeBooleanField("allowed", record.decision().allowed());
    json.writeStringField("reason", record.decision().reason().name().toLowerCase(Locale.ROOT));
    json.writeStringField("source", record.source().name().toLowerCase(Locale.ROOT));
    writeOptional(json, "policy", record.decision().policy());
    json.writeStringField("revision", Long.toHexString(record.decision().revision()));
    json.writeStringField("method", record.method());
    writeOptional(json, "host", record.host());
    json.writeStringField("path", record.rawPath());
    writeOptional(json, "sourceAddress", record.sourceAddress());
    if ((record.traceIdHigh() | record.traceIdLow()) != 0) {
      json.writeStringField(
          "traceId",
          String.format(Locale.ROOT, "%016x%016x", record.traceIdHigh(), record.traceIdLow()));
    }
    json.writeEndObject();
  }

  private static void writeOptional(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }
}
