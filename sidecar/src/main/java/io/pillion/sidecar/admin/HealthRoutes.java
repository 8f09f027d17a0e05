package io.pillion.sidecar.admin;

import io.pillion.sidecar.net.HttpHandler;
import io.pillion.sidecar.net.HttpReply;
import io.pillion.sidecar.net.HttpRoutes;
import java.util.List;
import java.util.function.Supplier;

/** The probes of Kubernetes: 200, or 503 with the reasons. */
public final class HealthRoutes {
  private HealthRoutes() {}

  /**
   * {@code /livez}, {@code /readyz}, {@code /startupz}, and {@code /healthz} as on other systems.
   */
  public static HttpRoutes of(SidecarState state) {
    Readiness readiness = new Readiness(state);
    return HttpRoutes.builder()
        .get("/livez", probe(readiness::notLive))
        .get("/healthz", probe(readiness::notLive))
        .get("/readyz", probe(readiness::notReady))
        .get("/startupz", probe(readiness::notStarted))
        .build();
  }

  private static HttpHandler probe(Supplier<List<String>> reasonsAgainst) {
    return call -> {
      List<String> reasons = reasonsAgainst.get();
      byte[] body =
          JsonBody.of(
              json -> {
                json.writeStartObject();
                json.writeStringField("status", reasons.isEmpty() ? "ok" : "failing");
                json.writeArrayFieldStart("reasons");
                for (String reason : reasons) {
                  json.writeString(reason);
                }
                json.writeEndArray();
                json.writeEndObject();
              });
      return HttpReply.json(reasons.isEmpty() ? 200 : 503, body);
    };
  }
}
