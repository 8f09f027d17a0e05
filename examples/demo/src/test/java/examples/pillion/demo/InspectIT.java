package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever looks at a directory that is in use sees it as it is, and is not seen. */
@Timeout(120)
final class InspectIT {

  private static final int LOOKS = 8;
  private static final int PER_SECOND = 200;
  private static final Duration LOOK_LIMIT = Duration.ofSeconds(30);
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);

  @RegisterExtension final Pods pods = new Pods();
  private Pod pod;
  private int looks;

  @Test
  void showsLivingAndDeadProcessesAndDisturbsNone() throws IOException {
    OtlpReceiver receiver = pods.receiver(Duration.ofMillis(50));
    pod = pods.pod(Jdk.current(), receiver);
    pod.policy().deny("/admin/*");
    pod.startSidecar();
    Service inventory = Pod.listening(pod.startInventory(), "inventory");
    Service shop = Pod.listening(pod.startShop(inventory.base()), "shop");
    SessionLog sessions = pods.sessionsOf(pod);
    Load load = pods.load(PER_SECOND, List.of(Route.CHECKOUT, Route.REPORT_DENIED), shop.base());
    load.burst(400, 4);
    load.start();
    for (int i = 0; i < LOOKS; i++) {
      Map<?, ?> seen = look(0);
      assertThat(seen.get("sidecarAlive")).isEqualTo(true);
      assertThat((Map<?, ?>) seen.get("policy")).isNotNull();
      assertThat((List<?>) seen.get("sessions"))
          .hasSize(2)
          .allSatisfy(session -> assertLiving((Map<?, ?>) session));
    }
    load.stop();
    Account account = Account.settled(load, sessions, receiver, SETTLE_LIMIT);
    assertThat(account.problems()).isEmpty();
    assertThat(account.dropped()).isEmpty();
    assertThat(account.discarded()).isEmpty();
    assertThat(account.duplicated()).isZero();
    assertThat(pod.sidecar().stderr()).doesNotContain("level=warn", "level=error");
    assertThat(StandardError.of(shop.process()).otherLines()).isEmpty();

    pod.sidecar().kill();
    shop.process().kill();
    Map<?, ?> seen = look(0);
    assertThat(seen.get("sidecarAlive")).isEqualTo(false);
    assertThat(lives(seen)).containsExactlyInAnyOrder("alive", "dead");
    // The sidecar that comes next is not kept out by anybody who looks.
    JavaProcess first = inspect();
    JavaProcess second = inspect();
    pod.startSidecar();
    assertThat(first.awaitEnd(LOOK_LIMIT)).isTrue();
    assertThat(second.awaitEnd(LOOK_LIMIT)).isTrue();
  }

  private static List<String> lives(Map<?, ?> seen) {
    return ((List<?>) seen.get("sessions"))
        .stream().map(session -> String.valueOf(((Map<?, ?>) session).get("life"))).toList();
  }

  private static void assertLiving(Map<?, ?> session) {
    assertThat(session.get("life")).isEqualTo("alive");
    assertThat((List<?>) session.get("problems")).isEmpty();
    Map<?, ?> account = (Map<?, ?>) session.get("account");
    assertThat(account.get("agentSide")).isEqualTo("holds");
    assertThat(account.get("sidecarSide")).isEqualTo("holds");
    assertThat(((Map<?, ?>) session.get("counters")).get("beating")).isEqualTo(true);
    assertThat(((Map<?, ?>) session.get("replies")).get("sidecarBeating")).isEqualTo(true);
  }

  private JavaProcess inspect() {
    return pod.sidecarCommand("inspect-" + ++looks, "inspect", "--json", pod.shared().path() + "");
  }

  private Map<?, ?> look(int exitCode) throws IOException {
    JavaProcess process = inspect();
    assertThat(process.awaitEnd(LOOK_LIMIT)).isTrue();
    assertThat(process.stderr()).isEmpty();
    assertThat(process.exitCode()).as(process.stdout()).isEqualTo(exitCode);
    return (Map<?, ?>) Json.read(process.stdout());
  }
}
