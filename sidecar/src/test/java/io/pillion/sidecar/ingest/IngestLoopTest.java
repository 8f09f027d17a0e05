package io.pillion.sidecar.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.BellListener;
import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.SessionFolder;
import io.pillion.sidecar.export.ExportResult;
import io.pillion.sidecar.red.RequestDurations;
import io.pillion.sidecar.testing.Await;
import io.pillion.sidecar.testing.TestLogs;
import io.pillion.sidecar.testing.TestSpans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IngestLoopTest {
  @TempDir Path temp;
  private final TestLogs logs = new TestLogs();
  private final RequestDurations durations = TestSpans.durations();
  private final List<FakeApplication> applications = new ArrayList<>();
  private final List<IngestLoop> loops = new ArrayList<>();
  private Path directory;
  private IpcRoot root;

  @BeforeEach
  void open() throws IOException {
    directory = temp.resolve("ipc");
    root = IpcRoot.open(directory);
  }

  @AfterEach
  void close() {
    loops.forEach(IngestLoop::close);
    applications.forEach(FakeApplication::close);
  }

  private FakeApplication application(String service) {
    FakeApplication application = new FakeApplication(directory, service);
    applications.add(application);
    return application;
  }

  private IngestLoop loop(FakeExporter exporter, int batchSpans) throws IOException {
    return loop(exporter, batchSpans, false);
  }

  private IngestLoop loop(FakeExporter exporter, int batchSpans, boolean defect)
      throws IOException {
    return loop(exporter, new IngestLoop.Settings(batchSpans, Duration.ofMillis(20), 4, defect));
  }

  private IngestLoop loop(FakeExporter exporter, IngestLoop.Settings settings) throws IOException {
    IngestLoop loop =
        new IngestLoop(
            root,
            BellListener.telemetry(root),
            exporter,
            new RecentDecisions(),
            durations,
            logs.log,
            settings);
    loops.add(loop);
    loop.start();
    return loop;
  }

  @Test
  void theCursorMovesInTheOrderOfReadingAndOnlyOnceAcknowledged() throws Exception {
    FakeExporter exporter = new FakeExporter(false);
    FakeApplication shop = application("shop");
    shop.offer(1, 10);
    IngestLoop loop = loop(exporter, 5);
    Await.until("two batches", () -> exporter.spanIds().size() == 10);
    exporter.refuse(1, 2);
    // A third batch behind them shows that the loop has come round since.
    shop.offer(11, 15);
    Await.until("a third batch", () -> exporter.spanIds().size() == 15);
    Await.until("shown", () -> only(loop).written() == 15);
    assertThat(only(loop).delivered()).isZero();
    exporter.accept(0);
    Await.until("both are settled", () -> only(loop).depth() == 5);
    assertThat(only(loop).delivered()).isEqualTo(8);
    assertThat(only(loop).discarded()).containsEntry("rejected", 2L);
  }

  @Test
  void theCursorWaitsForTheWordOnLogsAsForThatOnSpans() throws Exception {
    FakeExporter exporter = new FakeExporter(false);
    FakeApplication shop = application("shop");
    shop.offerLog("low on stock");
    shop.offer(1, 4);
    IngestLoop loop = loop(exporter, 4);
    Await.until(
        "one batch of each", () -> exporter.words.size() == 1 && exporter.logWords.size() == 1);
    exporter.accept(0);
    shop.offer(5, 8);
    Await.until("a second batch", () -> exporter.words.size() == 2);
    Await.until("shown", () -> only(loop).written() == 9);
    assertThat(only(loop).delivered()).isZero();
    assertThat(exporter.logs.get(0).groups().get(0).records().get(0).body())
        .isEqualTo("low on stock");
    exporter.logWords.get(0).complete(new ExportResult(0, 1, "http_400"));
    Await.until("the first is settled", () -> only(loop).depth() == 4);
    assertThat(only(loop).delivered()).isEqualTo(4);
    assertThat(only(loop).discarded()).containsEntry("rejected", 1L);
  }

  @Test
  void recordsThatAreOnlyCountedAreSettledThoughNoBatchOfSpansFills() throws Exception {
    IngestLoop loop =
        loop(
            new FakeExporter(true), new IngestLoop.Settings(10_000, Duration.ofHours(1), 4, false));
    FakeApplication shop = application("shop");
    shop.offerNotSampled(1, 2500);
    Await.until("the first are written", () -> !scan().isEmpty() && written() == 2500);
    shop.offerNotSampled(2501, 5000);
    Await.until("settled", () -> !loop.sessions().isEmpty() && only(loop).delivered() >= 4096);
  }

  @Test
  void whatWasNotAcknowledgedIsReadAgainAfterARestart() throws Exception {
    FakeExporter first = new FakeExporter(false);
    application("shop").offer(1, 10);
    IngestLoop loop = loop(first, 5);
    Await.until("two batches", () -> first.spanIds().size() == 10);
    first.accept(0);
    Await.until("first is settled", () -> only(loop).delivered() == 5);
    loop.close();
    FakeExporter second = new FakeExporter(true);
    IngestLoop again = loop(second, 5);
    Await.until("all is delivered", () -> !again.sessions().isEmpty() && only(again).depth() == 0);
    assertThat(second.spanIds()).containsExactlyElementsOf(ids(6, 10));
    assertThat(only(again).delivered()).isEqualTo(10);
  }

  @Test
  void theSeededDefectLosesRecordsSoTheTestsWouldFindOne() throws Exception {
    FakeExporter first = new FakeExporter(false);
    FakeApplication shop = application("shop");
    shop.offer(1, 10);
    IngestLoop loop = loop(first, 5, true);
    Await.until("two batches", () -> first.spanIds().size() == 10);
    Await.until("settled without a word", () -> only(loop).delivered() == 10);
    loop.close();
    FakeExporter second = new FakeExporter(true);
    loop(second, 5);
    shop.offer(11, 11);
    Await.until("the next span", () -> second.spanIds().contains(11L));
    assertThat(second.spanIds()).containsExactly(11L);
  }

  @Test
  void sessionsOfDeadProcessesAreReadToTheEndAndDeletedThoughBatchesAreFull() throws Exception {
    for (int i = 0; i < 3; i++) {
      FakeApplication application = application("app" + i);
      application.offer(i * 100 + 1, i * 100 + 60);
      int sessions = i + 1;
      Await.until("written", () -> scan().size() == sessions && written() == sessions * 60L);
      application.close();
    }
    FakeExporter exporter = new FakeExporter(true);
    loop(exporter, 4);
    Await.until("all are deleted", () -> scan().isEmpty());
    assertThat(exporter.spanIds())
        .hasSize(180)
        .doesNotHaveDuplicates()
        .containsAll(ids(1, 60))
        .containsAll(ids(101, 160))
        .containsAll(ids(201, 260));
    assertThat(logs.text()).contains("unreadable=0").doesNotContain("quarantined");
  }

  @Test
  void aSessionThatCannotBeReadHoldsUpNoOther() throws Exception {
    Path bad = Files.createDirectory(root.folder().resolve("s-" + "a".repeat(32)));
    Files.write(bad.resolve("session.hdr"), new byte[100]);
    Path pipe = Files.createDirectory(root.folder().resolve("s-" + "b".repeat(32)));
    Files.createSymbolicLink(pipe.resolve("session.hdr"), Path.of("/dev/zero"));
    Path half = Files.createDirectory(root.folder().resolve(".tmp-" + "c".repeat(32)));
    Files.createDirectory(half.resolve("session.lock"));
    FakeExporter exporter = new FakeExporter(true);
    IngestLoop loop = loop(exporter, 5);
    application("shop").offer(1, 10);
    Await.until("the good one", () -> exporter.spanIds().size() == 10);
    assertThat(only(loop).serviceName()).isEqualTo("shop");
    assertThat(logs.text()).contains("session refused").contains("not a plain file");
  }

  @Test
  void whatAnApplicationWritesBeforeItSeesThatItsSessionWasRemovedIsDelivered() throws Exception {
    FakeExporter exporter = new FakeExporter(true);
    FakeApplication shop = application("shop");
    shop.offer(1, 5);
    IngestLoop loop = loop(exporter, 5);
    Await.until("the first", () -> exporter.spanIds().size() == 5);
    remove(scan().get(0));
    shop.offer(6, 10);
    Await.until("the others", () -> exporter.spanIds().size() == 10);
    Await.until("settled", () -> loop.sessions().stream().allMatch(s -> s.depth() == 0));
    assertThat(exporter.spanIds()).containsExactlyElementsOf(ids(1, 10));
  }

  @Test
  void removedSessionsAreFinishedBeforeTheLoopIsGivenUp() throws Exception {
    FakeExporter exporter = new FakeExporter(false);
    application("shop").offer(1, 5);
    IngestLoop loop = loop(exporter, 5);
    Await.until("a batch", () -> exporter.spanIds().size() == 5);
    remove(scan().get(0));
    assertThat(loop.finishRemoved(Duration.ofMillis(50))).isFalse();
    exporter.accept(0);
    assertThat(loop.finishRemoved(Duration.ofSeconds(10))).isTrue();
    assertThat(only(loop).delivered()).isEqualTo(5);
  }

  private static void remove(Path directory) throws IOException {
    try (var tree = Files.walk(directory)) {
      for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void aTruncatedPageEndsItsSessionAndNoOther() throws Exception {
    FakeExporter exporter = new FakeExporter(true);
    application("bad").offer(1, 5);
    IngestLoop loop = loop(exporter, 5);
    Await.until("the first", () -> exporter.spanIds().size() == 5);
    Path bad = scan().get(0);
    try (var channel =
        java.nio.channels.FileChannel.open(
            bad.resolve("replies"), java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    application("good").offer(6, 15);
    Await.until("the good one", () -> exporter.spanIds().size() == 15);
    // Whichever side touches it first: the sidecar quarantines it, or the agent gives it up.
    Await.until("its end", () -> !Files.exists(bad) || logs.text().contains("session quarantined"));
    assertThat(loop.idleMillis()).isLessThan(5_000);
    assertThat(logs.text().split("session quarantined", -1).length).isLessThanOrEqualTo(2);
  }

  @Test
  void anExporterThatThrowsGetsTheBatchAgain() throws Exception {
    FakeExporter exporter = new FakeExporter(true);
    exporter.failures = 1;
    FakeApplication shop = application("shop");
    shop.offer(1, 5);
    IngestLoop loop = loop(exporter, 5);
    Await.until("it comes again", () -> exporter.spanIds().size() == 5);
    Await.until("it is settled", () -> only(loop).delivered() == 5);
    shop.close();
    Await.until("it is deleted", () -> scan().isEmpty());
  }

  @Test
  void aBatchThatMemoryRanOutOverIsReadAgain() throws Exception {
    FakeExporter exporter = new FakeExporter(true);
    exporter.errors = 1;
    FakeApplication shop = application("shop");
    shop.offer(1, 5);
    IngestLoop loop = loop(exporter, 5);
    Await.until("it comes again", () -> exporter.spanIds().size() == 5);
    Await.until("it is settled", () -> only(loop).delivered() == 5);
    shop.close();
    Await.until("it is deleted", () -> scan().isEmpty());
  }

  @Test
  void requestsThatAreNotSampledAreMeasuredOnceThoughTheyAreReadAgain() throws Exception {
    FakeExporter exporter = new FakeExporter(true);
    exporter.errors = 1;
    FakeApplication shop = application("shop");
    shop.offerRequestsNotSampled(1, 4);
    shop.offer(5, 5);
    IngestLoop loop = loop(exporter, 5);
    Await.until("the error, and all once more", () -> !exporter.spanIds().isEmpty());
    Await.until("it is settled", () -> only(loop).delivered() == 5);
    assertThat(requests()).isEqualTo(4);
    shop.offerRequestsNotSampled(6, 7);
    Await.until("later ones", () -> requests() == 6);
    loop.close();
    IngestLoop next = loop(new FakeExporter(true), 5);
    shop.offerRequestsNotSampled(8, 8);
    Await.until("counting goes on with the next loop", () -> requests() == 7);
    Await.until("it is settled, too", () -> only(next).depth() == 0);
    assertThat(requests()).isEqualTo(7);
  }

  private long requests() {
    return durations.all().stream()
        .flatMap(application -> application.points().values().stream())
        .flatMap(List::stream)
        .mapToLong(point -> LongStream.of(point.counts()).sum())
        .sum();
  }

  @Test
  void drainReadsWhatIsThereAndWaitsForTheLastWord() throws Exception {
    FakeExporter exporter = new FakeExporter(false);
    FakeApplication shop = application("shop");
    shop.offer(1, 5);
    IngestLoop loop = loop(exporter, new IngestLoop.Settings(5, Duration.ofHours(1), 1, false));
    Await.until("a batch", () -> exporter.spanIds().size() == 5);
    // Nothing more is read while this one is on its way.
    shop.offer(6, 8);
    Await.until("the rest is written", () -> written() == 8);
    assertThat(loop.drain(Duration.ofMillis(50))).isFalse();
    exporter.accept(0);
    Await.until("the rest is sent", () -> exporter.spanIds().size() == 8);
    assertThat(loop.drain(Duration.ofMillis(50))).isFalse();
    exporter.accept(1);
    assertThat(loop.drain(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void afterADrainNothingMoreIsRead() throws Exception {
    FakeExporter exporter = new FakeExporter(true);
    FakeApplication shop = application("shop");
    shop.offer(1, 5);
    IngestLoop loop = loop(exporter, 5);
    Await.until("a batch", () -> exporter.spanIds().size() == 5);
    assertThat(loop.drain(Duration.ofSeconds(5))).isTrue();
    shop.offer(6, 10);
    Await.until("more is written", () -> written() == 10);
    loop.close();
    assertThat(exporter.spanIds()).hasSize(5);
    FakeExporter next = new FakeExporter(true);
    loop(next, 5);
    Await.until("the rest", () -> next.spanIds().size() == 5);
    assertThat(next.spanIds()).containsExactlyElementsOf(ids(6, 10));
  }

  @Test
  void whoeverFloodsFillsOneBatchAndThenTheOthersHaveTheirTurn() throws Exception {
    application("flood").offer(1, 3000);
    List<Long> others = new ArrayList<>();
    for (long id = 10_001; id <= 10_006; id++) {
      application("other").offer(id, id);
      others.add(id);
    }
    Await.until("all is written", () -> written() == 3006);
    FakeExporter exporter = new FakeExporter(true);
    loop(exporter, 10);
    Await.until("the flood is over", () -> exporter.spanIds().size() == 3006);
    assertThat(exporter.spanIds().subList(0, 20)).containsAll(others);
  }

  private static SessionView only(IngestLoop loop) {
    List<SessionView> sessions = loop.sessions();
    Await.until("one session is shown", () -> loop.sessions().size() == 1);
    return sessions.isEmpty() ? loop.sessions().get(0) : sessions.get(0);
  }

  private long written() {
    long written = 0;
    for (Path path : scan()) {
      try {
        SessionFolder session = SessionFolder.open(root, path);
        written += session == null ? 0 : session.header().written();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return written;
  }

  private List<Path> scan() {
    try {
      return SessionFolder.scan(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Long> ids(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
