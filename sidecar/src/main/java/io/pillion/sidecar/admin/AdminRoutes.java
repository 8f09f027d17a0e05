package io.pillion.sidecar.admin;

import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.ExportMeter;
import io.pillion.sidecar.export.MetricStore;
import io.pillion.sidecar.export.TraceStore;
import io.pillion.sidecar.net.HttpHandler;
import io.pillion.sidecar.net.HttpRoutes;

/** What the admin listener serves. */
public final class AdminRoutes {
  private AdminRoutes() {}

  /** What the pages are about. */
  public record Subject(
      String version,
      SidecarConfig config,
      SidecarState state,
      TraceStore store,
      MetricStore metrics,
      ExportMeter meter) {}

  /**
   * The page, its JSON and the metrics; only for requests to a loopback name.
   *
   * @param metrics answers {@code /metrics}
   */
  public static HttpHandler of(Subject subject, HttpHandler metrics) {
    HttpHandler page = Assets.file("index.html", "text/html; charset=utf-8");
    TracesJson traces = new TracesJson(subject.store());
    return new LoopbackGuard(
        HttpRoutes.builder()
            .get("/", page)
            .getUnder("/traces/", page)
            .get("/assets/pillion.css", Assets.file("pillion.css", "text/css; charset=utf-8"))
            .get("/assets/pillion.js", Assets.file("pillion.js", "text/javascript; charset=utf-8"))
            .get("/api/traces", traces::list)
            .getUnder("/api/traces/", traces::one)
            .get("/api/decisions", new DecisionsJson(subject.state())::list)
            .get("/api/sessions", new SessionsJson(subject.state())::list)
            .get("/api/status", new StatusJson(subject)::show)
            .get("/metrics", metrics)
            .build());
  }
}
