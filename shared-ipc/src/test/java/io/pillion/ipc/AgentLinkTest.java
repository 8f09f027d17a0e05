package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.CheckMessage;
import io.pillion.ipc.wire.GapRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentLinkTest {
  private static final CheckRequest REQUEST =
      new CheckRequest.Of("GET", "shop:8080", 8080, "/admin", "/admin", "127.0.0.1");

  @TempDir Path temp;
  private final FakeListener listener = new FakeListener();
  private IpcRoot root;
  private AgentLink link;

  @BeforeEach
  void open() throws IOException {
    root = IpcRoot.open(temp.resolve("ipc"));
  }

  @AfterEach
  void close() {
    if (link != null) {
      link.close();
    }
  }

  private AgentLink start(long maxBytes) {
    link =
        new AgentLink(
            new AgentLinkConfig(
                temp.resolve("ipc"), Map.of("service.name", "shop"), 4096, 256 * 1024, maxBytes),
            listener);
    link.start();
    return link;
  }

  private SessionFolder session() throws Exception {
    List<SessionFolder> found = new ArrayList<>();
    Await.until(
        () -> {
          for (Path path : SessionFolder.scan(root)) {
            SessionFolder session = SessionFolder.open(root, path);
            if (session != null) {
              found.add(session);
            }
          }
          return !found.isEmpty();
        });
    return found.get(0);
  }

  @Test
  void spansOfferedBeforeTheSessionIsOpenArrive() throws Exception {
    AgentLink link = start(4 << 20);
    for (int i = 1; i <= 100; i++) {
      assertThat(link.offer(new TestSpan(i, 50))).isTrue();
    }
    SessionFolder session = session();
    assertThat(session.identity()).containsEntry("service.name", "shop");
    try (TelemetrySource source = session.telemetry()) {
      List<Long> numbers = new ArrayList<>();
      Await.until(
          () -> {
            for (TelemetryEvent e = source.next(); e != null; e = source.next()) {
              numbers.add(((SpanRecord) e).spanId());
            }
            return numbers.size() == 100;
          });
      assertThat(numbers).isSorted().doesNotHaveDuplicates();
      Await.until(() -> session.header().offered() == 100);
      assertThat(session.header().written()).isEqualTo(100);
      assertThat(session.header().offeredSpans()).isEqualTo(100);
    }
  }

  @Test
  void aReaderThatDidNotAskForItIsRungForEachSegmentThatFills() throws Exception {
    try (BellListener bell = BellListener.telemetry(root)) {
      AgentLink link = start(4 << 20);
      boolean connected = false;
      while (!connected) {
        bell.await(1_000);
        connected = bell.answer();
      }
      SessionFolder session = session();
      assertThat(session.header().features()).isEqualTo(SessionHeader.RINGS_FOR_SEGMENTS);
      int offered = 0;
      while (session.header().lastSequence() * 500 < 512 * 1024) {
        offered += link.offer(new TestSpan(offered, 500)) ? 1 : 0;
      }
      long began = System.nanoTime();
      do {
        bell.await(30_000);
        // True for connections that come and go.
      } while (bell.answer());
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void whatTheRingRefusesWhileThereIsNoSessionIsToldByTheNext() throws Exception {
    link =
        new AgentLink(
            new AgentLinkConfig(temp.resolve("ipc"), Map.of(), 64, 256 * 1024, 1024 * 1024),
            listener);
    int accepted = 0;
    for (int i = 0; i < 1_000; i++) {
      accepted += link.offer(new TestSpan(i, 10)) ? 1 : 0;
    }
    assertThat(accepted).isLessThan(100);
    link.start();
    SessionHeader header = session().header();
    Await.until(() -> header.offered() == 1_000);
    assertThat(header.dropped(DropReason.RING_FULL)).isEqualTo(1_000 - accepted);
    assertThat(header.offeredSpans()).isEqualTo(1_000);
    assertThat(header.written()).isEqualTo(accepted);
  }

  @Test
  void aProcessThatEndsWhileItsSessionIsOpenedStillWritesItsRecords() throws Exception {
    AgentLink link = start(4 << 20);
    for (int i = 1; i <= 10; i++) {
      link.offer(new TestSpan(i, 50));
    }
    link.settle();
    List<Path> found = SessionFolder.scan(root);
    assertThat(found).hasSize(1);
    SessionFolder session = SessionFolder.open(root, found.get(0));
    assertThat(session.header().written()).isEqualTo(10);
    assertThat(session.header().isClosedCleanly()).isTrue();
  }

  @Test
  void aReaderThatComesBackReadsAgainWhatWasNotAcknowledged() throws Exception {
    AgentLink link = start(4 << 20);
    for (int i = 1; i <= 3000; i++) {
      offerPatiently(link, new TestSpan(i, 300));
    }
    SessionFolder session = session();
    Await.until(() -> session.header().written() == 3000);
    try (TelemetrySource source = session.telemetry()) {
      read(source, 2000);
      int segment = source.segment();
      assertThat(segment).isPositive();
      source.acknowledge(segment, 2000, 2000, new long[DiscardReason.values().length]);
      read(source, 500);
    }
    try (TelemetrySource source = session.telemetry()) {
      assertThat(source.acknowledged()).isEqualTo(2000);
      assertThat(source.delivered()).isEqualTo(2000);
      List<SpanRecord> again = read(source, 1000);
      assertThat(again.get(0).spanId()).isEqualTo(2001);
      assertThat(again.get(999).spanId()).isEqualTo(3000);
      assertThat(again.get(0).name()).isEqualTo("GET /stock");
      assertThat(source.takeDiscards()).containsOnly(0);
    }
  }

  @Test
  void withoutAReaderTheQueueStopsAtItsCapAndEveryDropIsCounted() throws Exception {
    long cap = 1 << 20;
    AgentLink link = start(cap);
    int offered = 10_000;
    for (int i = 1; i <= offered; i++) {
      offerPatiently(link, new TestSpan(i, 500));
    }
    SessionFolder session = session();
    SessionHeader header = session.header();
    // What the ring refused was offered too, and offered again.
    Await.until(
        () ->
            header.offered() >= offered && dropped(header) + header.written() == header.offered());
    assertThat(header.dropped(DropReason.QUEUE_FULL)).isPositive();
    assertThat(size(session.directory().resolve("telemetry"))).isLessThanOrEqualTo(cap + (1 << 18));
    // Reading makes room, and the gap tells how many are missing.
    try (TelemetrySource source = session.telemetry()) {
      List<Long> gaps = new ArrayList<>();
      AtomicBoolean last = new AtomicBoolean();
      Await.until(
          () -> {
            for (TelemetryEvent e = source.next(); e != null; e = source.next()) {
              if (e instanceof GapRecord gap) {
                gaps.add(gap.dropped());
              } else if (((SpanRecord) e).spanId() == -1) {
                last.set(true);
              }
              source.acknowledge(
                  source.segment(), source.lastRead(), 1, new long[DiscardReason.values().length]);
            }
            if (!last.get()) {
              link.offer(new TestSpan(-1, 1));
            }
            return last.get();
          });
      assertThat(gaps.stream().mapToLong(Long::longValue).sum()).isGreaterThan(100);
    }
  }

  @Test
  void aQuestionIsAnsweredAndALateAnswerFindsNoTaker() throws Exception {
    AgentLink link = start(4 << 20);
    SessionFolder session = session();
    Decision deny = new Decision(Decision.Reason.DENY_MATCHED, "default/no-admin", 77, 3);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicBoolean mute = new AtomicBoolean();
    List<CheckMessage> unanswered = new ArrayList<>();
    try (CheckSource source = session.checks();
        BellListener checksBell = BellListener.checks(root);
        BellListener telemetryBell = BellListener.telemetry(root)) {
      Thread sidecar =
          new Thread(
              () -> {
                try {
                  while (!stop.get()) {
                    telemetryBell.await(1);
                    telemetryBell.answer();
                    checksBell.await(1);
                    checksBell.answer();
                    source.beat();
                    for (CheckMessage m = source.next(); m != null; m = source.next()) {
                      if (mute.get()) {
                        unanswered.add(m);
                      } else {
                        source.answer(m, deny);
                      }
                    }
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      sidecar.start();
      Await.until(link::sidecarPresent);
      Await.until(() -> deny.equals(link.ask(REQUEST, 1_000_000_000)));
      mute.set(true);
      assertThat(link.ask(REQUEST, 20_000_000)).isNull();
      stop.set(true);
      sidecar.join();
      assertThat(unanswered).isNotEmpty();
      assertThat(unanswered.get(0).request()).isEqualTo(REQUEST);
      assertThat(source.answer(unanswered.get(0), deny)).isFalse();
    }
    Await.until(() -> !link.sidecarPresent());
    assertThat(link.ask(REQUEST, 20_000_000)).isNull();
  }

  @Test
  void questionsFromManyThreadsRollTheirQueueAndEachGetsItsOwnAnswer() throws Exception {
    AgentLink link = start(4 << 20);
    SessionFolder session = session();
    AtomicBoolean stop = new AtomicBoolean();
    try (CheckSource source = session.checks();
        BellListener checksBell = BellListener.checks(root);
        BellListener telemetryBell = BellListener.telemetry(root)) {
      Thread sidecar =
          new Thread(
              () -> {
                try {
                  while (!stop.get()) {
                    telemetryBell.await(1);
                    telemetryBell.answer();
                    checksBell.await(1);
                    checksBell.answer();
                    source.beat();
                    long until = System.nanoTime() + 50_000_000;
                    while (System.nanoTime() < until) {
                      for (CheckMessage m = source.next(); m != null; m = source.next()) {
                        source.answer(
                            m,
                            new Decision(
                                Decision.Reason.ALLOW_MATCHED, m.request().rawPath(), 1, 2));
                      }
                    }
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      sidecar.start();
      Await.until(link::sidecarPresent);
      List<Thread> askers = new ArrayList<>();
      List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
      java.util.concurrent.atomic.AtomicInteger answered =
          new java.util.concurrent.atomic.AtomicInteger();
      for (int t = 0; t < 4; t++) {
        int asker = t;
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < 5_000; i++) {
                    String path = "/" + asker + "/" + i + "x".repeat(100);
                    Decision decision =
                        link.ask(
                            new CheckRequest.Of("GET", null, 1, path, null, null), 500_000_000);
                    if (decision != null) {
                      answered.incrementAndGet();
                      if (!path.equals(decision.policy())) {
                        wrong.add(path + " got " + decision.policy());
                      }
                    }
                  }
                });
        thread.start();
        askers.add(thread);
      }
      for (Thread thread : askers) {
        thread.join();
      }
      stop.set(true);
      sidecar.join();
      assertThat(wrong).isEmpty();
      assertThat(answered.get()).isGreaterThan(15_000);
    }
  }

  @Test
  void thePolicyPageReachesTheListenerNowAndWhenItChanges() throws Exception {
    new PolicyPage(root).publish(new PolicyPage.Content(true, new byte[] {1}));
    start(4 << 20);
    Await.until(() -> listener.policies.size() == 1);
    new PolicyPage(root).publish(new PolicyPage.Content(false, new byte[] {2, 3}));
    Await.until(() -> listener.policies.size() == 2);
    assertThat(listener.policies.get(1).snapshot()).containsExactly(2, 3);
  }

  @Test
  void aRemovedDirectoryBeginsANewSession() throws Exception {
    AgentLink link = start(4 << 20);
    SessionFolder first = session();
    SessionFolder.delete(first.directory());
    Await.until(() -> !SessionFolder.scan(root).isEmpty());
    SessionFolder second = session();
    assertThat(second.id()).isNotEqualTo(first.id());
    link.offer(new TestSpan(7, 1));
    try (TelemetrySource source = second.telemetry()) {
      assertThat(read(source, 1).get(0).spanId()).isEqualTo(7);
    }
  }

  @Test
  void aDamagedHeaderIsMendedForItsAccountAndANewSessionBegins() throws Exception {
    AgentLink link = start(4 << 20);
    SessionFolder first = session();
    link.offer(new TestSpan(7, 1));
    Await.until(() -> first.header().written() == 1);
    Path header = first.directory().resolve("session.hdr");
    try (FileChannel channel = FileChannel.open(header, StandardOpenOption.WRITE)) {
      // Magic and version; the counters behind them stay, so that nothing here faults.
      channel.write(ByteBuffer.allocate(16), 0);
    }
    Await.until(() -> SessionFolder.scan(root).size() == 2);
    SessionFolder mended = SessionFolder.open(root, first.directory());
    assertThat(mended).isNotNull();
    assertThat(mended.header().written()).isEqualTo(1);
    assertThat(SessionFolder.isAlive(first.directory())).isFalse();
    try (TelemetrySource source = mended.telemetry()) {
      assertThat(read(source, 1).get(0).spanId()).isEqualTo(7);
    }
  }

  private static void offerPatiently(AgentLink link, TestSpan span) throws Exception {
    // The ring is shorter than the run; a refusal here would only test the ring.
    Await.until(() -> link.offer(span));
  }

  private static List<SpanRecord> read(TelemetrySource source, int count) throws Exception {
    List<SpanRecord> spans = new ArrayList<>();
    Await.until(
        () -> {
          while (spans.size() < count) {
            TelemetryEvent event = source.next();
            if (event == null) {
              return false;
            }
            spans.add((SpanRecord) event);
          }
          return true;
        });
    return spans;
  }

  private static long dropped(SessionHeader header) {
    long sum = 0;
    for (DropReason reason : DropReason.values()) {
      sum += header.dropped(reason);
    }
    return sum;
  }

  private static long size(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
