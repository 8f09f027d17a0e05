package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SessionLogTest {

  private static final String FIRST =
      "{\"id\":\"a1\",\"resource\":{\"service.name\":\"shop\"},\"alive\":true,"
          + "\"heartbeatAgeMillis\":3,\"offeredSpans\":10,\"offered\":12,\"written\":11,"
          + "\"dropped\":{\"queue_full\":1},\"delivered\":9,\"discarded\":{},\"depth\":2,"
          + "\"oldestUnsentAgeMillis\":40,\"decisions\":{\"cache/allow\":7,\"sidecar/deny\":1}}";
  private static final String SECOND =
      "{\"id\":\"b2\",\"resource\":{\"service.name\":\"inventory\"},\"alive\":true,"
          + "\"offeredSpans\":5,\"dropped\":{\"queue_full\":0},\"discarded\":{},"
          + "\"decisions\":{\"cache/allow\":2}}";

  private FakeSidecar sidecar;
  private SessionLog log;

  @BeforeEach
  void listen() throws IOException {
    sidecar = new FakeSidecar();
    log = new SessionLog(sidecar.api());
  }

  @AfterEach
  void close() {
    log.close();
    sidecar.close();
  }

  @Test
  void readsEveryCountOfASession() {
    sidecar.sessions("[" + FIRST + "]");
    log.sample();

    Session session = log.all().get(0);
    assertThat(session.service()).isEqualTo("shop");
    assertThat(session.alive()).isTrue();
    assertThat(session.offeredSpans()).isEqualTo(10);
    assertThat(session.dropped()).isEqualTo(Map.of("queue_full", 1L));
    assertThat(session.depth()).isEqualTo(2);
    assertThat(session.decisions()).isEqualTo(Map.of("cache/allow", 7L, "sidecar/deny", 1L));
  }

  @Test
  void addsUpAllSessionsAlsoThoseGoneSince() {
    sidecar.sessions("[" + FIRST + "]");
    log.sample();
    sidecar.sessions("{\"sessions\":[" + SECOND + "]}");
    log.sample();

    assertThat(log.recordedSpans()).isEqualTo(15);
    assertThat(log.dropped()).isEqualTo(Map.of("queue_full", 1L));
    assertThat(log.decisions()).isEqualTo(Map.of("cache/allow", 9L, "sidecar/deny", 1L));
  }

  @Test
  void keepsWhatItSawWhileTheSidecarIsAway() {
    sidecar.sessions("[" + FIRST + "]");
    log.sample();
    sidecar.close();
    log.sample();

    assertThat(log.recordedSpans()).isEqualTo(10);
    assertThat(sidecar.api().ready()).isFalse();
  }
}
