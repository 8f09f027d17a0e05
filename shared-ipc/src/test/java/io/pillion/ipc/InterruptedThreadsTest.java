package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.status.DropReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Java closes a file or socket under a thread that is interrupted in it. Ours must stay open. */
@Timeout(60)
class InterruptedThreadsTest {
  private static final int TIMES = 20_000;
  private static final Decision DENY =
      new Decision(Decision.Reason.DENY_MATCHED, "default/no-admin", 77, 3);
  private static final CheckRequest REQUEST =
      new CheckRequest.Of("GET", "shop:8080", 8080, "/admin", "/admin", "127.0.0.1");

  @TempDir Path temp;
  private IpcRoot root;
  private AgentLink link;

  @BeforeEach
  void open() throws IOException {
    root = IpcRoot.open(temp.resolve("ipc"));
    link =
        new AgentLink(
            new AgentLinkConfig(
                temp.resolve("ipc"), Map.of("service.name", "shop"), 4096, 256 * 1024, 64 << 20),
            new FakeListener());
  }

  @AfterEach
  void close() {
    link.close();
  }

  @Test
  void anApplicationThreadThatIsInterruptedOffersAndAsksAsAnyOther() throws Exception {
    link.start();
    SessionFolder session = session();
    try (FakeSidecar sidecar = new FakeSidecar(root, session, DENY)) {
      Await.until(link::sidecarPresent);
      int[] answered = new int[1];
      int[] accepted = new int[1];
      AtomicBoolean stillInterrupted = new AtomicBoolean();
      inThread(
          () -> {
            Thread.currentThread().interrupt();
            for (int i = 0; i < TIMES; i++) {
              accepted[0] += link.offer(new TestSpan(i, 10)) ? 1 : 0;
              answered[0] += DENY.equals(link.ask(REQUEST, 500_000_000)) ? 1 : 0;
            }
            stillInterrupted.set(Thread.currentThread().isInterrupted());
          });
      assertThat(stillInterrupted).isTrue();
      // An answer may be late where the machine is busy; none may be lost for the interrupt.
      assertThat(answered[0]).isGreaterThan(TIMES * 9 / 10);
      assertThat(accepted[0]).isGreaterThan(TIMES * 9 / 10);
      Await.until(() -> session.header().written() == accepted[0]);
      assertThat(link.sidecarPresent()).isTrue();
      assertThat(sessions()).hasSize(1);
      assertThat(sidecar).isNotNull();
    }
  }

  @Test
  void whateverInterruptsTheWriterItsRecordsAreWrittenOrCounted() throws Exception {
    link.start();
    session();
    Thread writer = writer();
    for (int i = 0; i < TIMES; i++) {
      writer.interrupt();
      link.offer(new TestSpan(i, 500));
    }
    Await.until(
        () -> {
          long accounted = 0;
          for (SessionFolder session : sessions()) {
            accounted += session.header().written() + dropped(session.header());
          }
          return accounted == TIMES;
        });
    assertThat(writer.isAlive()).isTrue();
    long before = written();
    Await.until(
        () -> {
          link.offer(new TestSpan(1, 10));
          return written() > before;
        });
  }

  private long written() throws Exception {
    return sessions().stream().mapToLong(session -> session.header().written()).sum();
  }

  @Test
  void aThreadWithoutAContextClassLoaderMayStartItAndUseIt() throws Exception {
    inThread(
        () -> {
          Thread.currentThread().setContextClassLoader(null);
          link.start();
          link.offer(new TestSpan(1, 10));
        });
    SessionFolder session = session();
    Await.until(() -> session.header().written() == 1);
    try (FakeSidecar sidecar = new FakeSidecar(root, session, DENY)) {
      Await.until(link::sidecarPresent);
      AtomicReference<Decision> decision = new AtomicReference<>();
      inThread(
          () -> {
            Thread.currentThread().setContextClassLoader(null);
            decision.set(link.ask(REQUEST, 5_000_000_000L));
          });
      assertThat(decision.get()).isEqualTo(DENY);
      assertThat(sidecar).isNotNull();
    }
  }

  private static void inThread(Runnable work) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler((t, e) -> thrown.set(e));
    thread.start();
    thread.join();
    assertThat(thrown.get()).isNull();
  }

  private static Thread writer() {
    List<Thread> writers = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("pillion-writer")) {
        writers.add(thread);
      }
    }
    assertThat(writers).hasSize(1);
    return writers.get(0);
  }

  private SessionFolder session() throws Exception {
    Await.until(() -> !sessions().isEmpty());
    return sessions().get(0);
  }

  private List<SessionFolder> sessions() throws IOException {
    List<SessionFolder> found = new ArrayList<>();
    for (Path path : SessionFolder.scan(root)) {
      SessionFolder session = SessionFolder.open(root, path);
      if (session != null) {
        found.add(session);
      }
    }
    return found;
  }

  private static long dropped(SessionHeader header) {
    long sum = 0;
    for (DropReason reason : DropReason.values()) {
      sum += header.dropped(reason);
    }
    return sum;
  }
}
