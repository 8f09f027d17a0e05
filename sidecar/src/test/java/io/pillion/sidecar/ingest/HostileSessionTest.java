package io.pillion.sidecar.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.BellListener;
import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.sidecar.policy.PolicyEngine;
import io.pillion.sidecar.testing.Await;
import io.pillion.sidecar.testing.TestLogs;
import io.pillion.sidecar.testing.TestSpans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that do their worst, and a healthy one beside them that must not notice. */
@Timeout(60)
class HostileSessionTest {
  private static final long SOON_MILLIS = 5_000;

  @TempDir Path temp;
  private final TestLogs logs = new TestLogs();
  private final FakeExporter exporter = new FakeExporter(true);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private IpcRoot root;

  @BeforeEach
  void open() throws IOException {
    root = IpcRoot.open(temp.resolve("ipc"));
  }

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  @Test
  void recordsOfNoUseWithoutEndHoldUpNoOther() throws Exception {
    HostileSession hostile = hostile('a', "shop");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    Thread writer = new Thread(() -> flood(hostile, stop, written), "hostile-writer");
    writer.start();
    try {
      Await.until("a flood", () -> written.get() > 5_000);
      IngestLoop loop = loop();
      long before = written.get();
      healthyIsDelivered();
      assertThat(loop.idleMillis()).isLessThan(SOON_MILLIS);
      Await.until("it goes on", () -> written.get() > before || !writer.isAlive());
    } finally {
      stop.set(true);
      writer.join();
    }
  }

  /** Garbage, types that nobody knows, and gaps of absurd size. */
  private static void flood(HostileSession hostile, AtomicBoolean stop, AtomicLong written) {
    byte[] garbage = new byte[16];
    try {
      for (long i = 1; !stop.get() && i < 2_000_000; i++) {
        switch ((int) (i % 3)) {
          case 0 -> hostile.append(ByteBuffer.wrap(garbage));
          case 1 -> {
            hostile.encoder.gap(Long.MAX_VALUE);
            hostile.append(hostile.encoder.finish(i));
          }
          default -> {
            hostile.encoder.padding();
            ByteBuffer unknown = hostile.encoder.finish(i);
            hostile.append(unknown.put(4, (byte) 99));
          }
        }
        written.set(i);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void garbageInTheFilesOfAQueueHoldsUpNeitherLoop() throws Exception {
    byte[] garbage = new byte[4096];
    new Random(1).nextBytes(garbage);
    String[] places = {"metadata.cq4t", "19700101-0000.cq4"};
    for (int i = 0; i < places.length; i++) {
      HostileSession hostile = hostile((char) ('a' + i), "hostile");
      hostile.span(1);
      hostile.claim(HostileSession.LAST_SEQUENCE, 1);
      hostile.overwrite("telemetry/" + places[i], 0, garbage);
      Files.write(hostile.directory.resolve("requests/" + places[i]), garbage);
    }
    PolicyEngine engine = new PolicyEngine();
    CheckLoop checks =
        new CheckLoop(
            root,
            BellListener.checks(root),
            engine,
            new RecentDecisions(),
            logs.log,
            Duration.ZERO);
    opened.add(checks);
    long startedNs = System.nanoTime();
    checks.start();
    loop();
    FakeApplication shop = healthyIsDelivered();
    CheckRequest request = new CheckRequest.Of("GET", "shop", 80, "/a", "/a", null);
    Await.until("an answer", () -> shop.link.ask(request, 500_000_000) != null);
    assertThat(Duration.ofNanos(System.nanoTime() - startedNs).toMillis()).isLessThan(SOON_MILLIS);
  }

  @Test
  void sessionWhoseHeaderIsCutUnderTheReaderIsRemovedAndNoOther() throws Exception {
    HostileSession hostile = hostile('a', "hostile");
    hostile.span(1);
    hostile.claim(HostileSession.LAST_SEQUENCE, 1);
    IngestLoop loop = loop();
    FakeApplication shop = healthyIsDelivered();
    Await.until("both are read", () -> loop.sessions().size() == 2);
    hostile.cut("session.hdr");
    Await.until("the cut one is gone", () -> !Files.exists(hostile.directory));
    shop.offer(1_001, 1_500);
    List<Long> later = LongStream.rangeClosed(1_001, 1_500).boxed().toList();
    Await.until("the healthy one goes on", () -> spanIds().containsAll(later));
    assertThat(logs.text()).contains("session quarantined", "a".repeat(32));
  }

  @Test
  void absurdNumbersStayWithinBounds() throws Exception {
    HostileSession hostile = hostile('a', "shop");
    for (int word = HostileSession.LAST_SEQUENCE; word < 512; word += Long.BYTES) {
      // Odd words say less than nothing.
      hostile.claim(word, word % 16 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
    }
    hostile.span(1);
    hostile.span(1L << 40);
    hostile.span(Long.MAX_VALUE);
    hostile.span(-1);
    hostile.span((1L << 40) + 1);
    IngestLoop loop = loop();
    healthyIsDelivered();
    Await.until("what can be was delivered", () -> spanIds().containsAll(hostileIds()));
    Await.until("both are shown", () -> loop.sessions().size() == 2);
    Await.until("settled", () -> view(loop).delivered() == 3);
    SessionView view = view(loop);
    assertThat(view.discarded())
        .containsEntry("unreadable", (1L << 40) - 2)
        .containsEntry("malformed", 0L);
    assertThat(
            LongStream.of(
                view.offered(),
                view.offeredSpans(),
                view.written(),
                view.depth(),
                view.oldestUnsentAgeMillis(),
                view.heartbeatAgeMillis()))
        .allMatch(count -> count >= 0 && count < 1L << 56);
    assertThat(view.dropped().values()).allMatch(count -> count >= 0);
    assertThat(view.decisions().values()).allMatch(count -> count >= 0);
  }

  private static List<Long> hostileIds() {
    return List.of(1_000_001L, 1_000_000 + (1L << 40), 1_000_001 + (1L << 40));
  }

  private static SessionView view(IngestLoop loop) {
    return loop.sessions().stream()
        .filter(session -> session.id().startsWith("aaaa"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aCursorThatTheApplicationForgedIsNotBelieved() throws Exception {
    HostileSession hostile = hostile('a', "shop");
    byte[] cursor = new byte[1024];
    Arrays.fill(cursor, (byte) 0xff);
    Files.write(hostile.directory.resolve("cursor"), cursor);
    hostile.span(1);
    hostile.claim(HostileSession.LAST_SEQUENCE, 1);
    loop();
    Await.until("it is read from its start", () -> spanIds().contains(1_000_001L));
  }

  @Test
  void whatIsLeftOfItGoesWhenItDies() throws Exception {
    HostileSession hostile = hostile('a', "shop");
    hostile.span(1);
    hostile.claim(HostileSession.LAST_SEQUENCE, 1);
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "precious");
    Files.createSymbolicLink(hostile.directory.resolve("telemetry/link"), outside);
    for (int i = 0; i < 2_000; i++) {
      Files.createFile(hostile.directory.resolve("telemetry/" + i));
    }
    loop();
    Await.until("it is read", () -> spanIds().contains(1_000_001L));
    hostile.close();
    opened.remove(hostile);
    Await.until("it is removed", () -> !Files.exists(hostile.directory));
    Await.until("all of it", () -> folders() == 0);
    assertThat(outside.resolve("precious")).hasContent("precious");
  }

  private long folders() {
    try (var entries = Files.list(root.folder())) {
      return entries.filter(Files::isDirectory).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HostileSession hostile(char digit, String service) throws IOException {
    HostileSession hostile = new HostileSession(root, digit, service);
    opened.add(hostile);
    return hostile;
  }

  private IngestLoop loop() throws IOException {
    IngestLoop loop =
        new IngestLoop(
            root,
            BellListener.telemetry(root),
            exporter,
            new RecentDecisions(),
            TestSpans.durations(),
            logs.log,
            new IngestLoop.Settings(50, Duration.ofMillis(20), 4, false));
    opened.add(loop);
    loop.start();
    return loop;
  }

  private FakeApplication healthyIsDelivered() {
    long startedNs = System.nanoTime();
    FakeApplication shop = new FakeApplication(temp.resolve("ipc"), "shop");
    opened.add(shop);
    shop.offer(1, 1_000);
    List<Long> all = LongStream.rangeClosed(1, 1_000).boxed().toList();
    Await.until("all of the healthy one", () -> spanIds().containsAll(all));
    assertThat(Duration.ofNanos(System.nanoTime() - startedNs).toMillis()).isLessThan(SOON_MILLIS);
    return shop;
  }

  private java.util.Set<Long> spanIds() {
    return new java.util.HashSet<>(exporter.spanIds());
  }
}
