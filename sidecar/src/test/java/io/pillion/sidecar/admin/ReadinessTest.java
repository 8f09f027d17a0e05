package io.pillion.sidecar.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.sidecar.net.HttpCall;
import io.pillion.sidecar.net.HttpReply;
import io.pillion.sidecar.net.HttpRoutes;
import io.pillion.sidecar.testing.FakeState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReadinessTest {
  private final FakeState state = new FakeState();
  private final HttpRoutes routes = HealthRoutes.of(state);

  @Test
  void everythingIsWellWhileIngestComesRound() {
    assertThat(get("/livez").status()).isEqualTo(200);
    assertThat(get("/healthz").status()).isEqualTo(200);
    assertThat(get("/readyz").status()).isEqualTo(200);
    assertThat(get("/startupz").status()).isEqualTo(200);
    assertThat(body("/readyz")).isEqualTo("{\"status\":\"ok\",\"reasons\":[]}");
  }

  @Test
  void isLiveButNotReadyWhileStartingAndStopping() {
    for (Phase phase : List.of(Phase.STARTING, Phase.STOPPING)) {
      state.phase = phase;
      state.idleMillis = 100_000;
      assertThat(get("/livez").status()).as("live while %s", phase).isEqualTo(200);
      assertThat(get("/readyz").status()).as("ready while %s", phase).isEqualTo(503);
    }
    state.phase = Phase.STARTING;
    assertThat(get("/startupz").status()).isEqualTo(503);
    state.phase = Phase.STOPPING;
    assertThat(get("/startupz").status()).isEqualTo(200);
  }

  @Test
  void isNotLiveWhenIngestHangs() {
    state.idleMillis = Readiness.MAX_IDLE_MILLIS + 1;

    assertThat(get("/livez").status()).isEqualTo(503);
    assertThat(body("/livez")).contains("idleMillis=10001");
  }

  @Test
  void isNotReadyBeforeTheConfiguredPolicyIsLoaded() {
    state.policy = new PolicyStatus(true, false, null, 0, 0, 0, 1, List.of());
    assertThat(get("/readyz").status()).isEqualTo(503);
    assertThat(get("/livez").status()).isEqualTo(200);

    state.policy = new PolicyStatus(true, true, "ab12", 2, 1, 1, 1, List.of());
    assertThat(get("/readyz").status()).isEqualTo(200);
  }

  private HttpReply get(String path) {
    return routes.answer(new HttpCall("GET", path, Map.of(), null));
  }

  private String body(String path) {
    return new String(get(path).body(), StandardCharsets.UTF_8);
  }
}
