package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.CompiledPolicy;
import io.pillion.ipc.policy.CompiledPolicy.Action;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.policy.IpBlock;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.OperationMatch;
import io.pillion.ipc.policy.PathPattern;
import io.pillion.ipc.policy.PolicyRule;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.ipc.policy.SourceMatch;
import io.pillion.ipc.policy.StringPattern;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.CheckMessage;
import io.pillion.ipc.wire.DecisionRecord;
import io.pillion.ipc.wire.GapRecord;
import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.RecordDecoder;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of the wire, recorded: today's writer still writes them, and today's reader reads those
 * of every recorded version.
 */
class GoldenFilesTest {
  private static final String VERSION = LayoutVersion.describe(LayoutVersion.CURRENT);
  private static final CheckRequest REQUEST =
      new CheckRequest.Of("GET", "shop:8080", 8080, "/a%2fb", "/a/b", "10.0.0.7");
  private static final Decision DENIED =
      new Decision(Decision.Reason.DENY_MATCHED, "default/no-admin", 0x1122334455667788L, 0b11);

  private static final List<TelemetryEvent> METRICS_AND_LOGS =
      List.of(
          new MetricRecord(
              1,
              MetricRecord.Kind.UP_DOWN_COUNTER,
              1_700_000_000_000_000_100L,
              1_700_000_000_000_000_000L,
              "jvm.memory.used",
              "By",
              "io.pillion.jvm",
              "Memory used.",
              List.of(),
              List.of(
                  new MetricRecord.Point(
                      42L,
                      List.of(
                          new SpanRecord.Attribute("jvm.memory.type", "heap"),
                          new SpanRecord.Attribute("jvm.thread.daemon", true))),
                  new MetricRecord.Point(0.25, List.of()))),
          new MetricRecord(
              2,
              MetricRecord.Kind.HISTOGRAM,
              1_700_000_000_000_000_100L,
              1_700_000_000_000_000_000L,
              "jvm.gc.duration",
              "s",
              "io.pillion.jvm",
              null,
              List.of(0.01, 0.1),
              List.of(
                  new MetricRecord.Point(
                      new MetricRecord.Distribution(3, 0.5, 0.001, 0.4, List.of(1L, 0L, 2L)),
                      List.of(new SpanRecord.Attribute("jvm.gc.name", "Copy"))))),
          new LogRecord(
              3,
              1_700_000_000_000_000_200L,
              7,
              8,
              9,
              1,
              17,
              "ERROR",
              "shop.Cart",
              "kein Lager: 42",
              List.of(
                  new SpanRecord.Attribute("thread.name", "main"),
                  new SpanRecord.Attribute("exception.message", "weg"))));

  @TempDir Path temp;
  private IpcRoot root;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    root = IpcRoot.open(temp.resolve("ipc"));
    file = root.folder().resolve("page");
  }

  static Stream<String> telemetry() {
    return GoldenFile.versionsWith("telemetry").stream();
  }

  static Stream<String> applicationSpan() {
    return GoldenFile.versionsWith("application-span").stream();
  }

  static Stream<String> metricsAndLogs() {
    return GoldenFile.versionsWith("metrics-and-logs").stream();
  }

  static Stream<String> check() {
    return GoldenFile.versionsWith("check").stream();
  }

  static Stream<String> header() {
    return GoldenFile.versionsWith("session.hdr").stream();
  }

  static Stream<String> replies() {
    return GoldenFile.versionsWith("replies").stream();
  }

  static Stream<String> cursor() {
    return GoldenFile.versionsWith("cursor").stream();
  }

  static Stream<String> policy() {
    return GoldenFile.versionsWith("policy.page").stream();
  }

  private static void assertGolden(String name, byte[] now) throws IOException {
    GoldenFile golden = GoldenFile.of(VERSION, name, now);
    assertThat(GoldenFile.text(now)).as(golden.advice()).isEqualTo(golden.content());
  }

  @Test
  void recordsAreWrittenAsRecorded() throws IOException {
    RecordEncoder encoder = new RecordEncoder();
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    encoder.padding();
    put(segment, encoder.finish(0));
    encoder.beginSpan(
        0x0102030405060708L,
        0x1112131415161718L,
        0x2122232425262728L,
        0x3132333435363738L,
        SpanRecord.SAMPLED | SpanRecord.PARENT_IS_REMOTE,
        SpanRecord.Kind.SERVER,
        SpanRecord.Status.ERROR,
        1_700_000_000_000_000_001L,
        1_700_000_000_000_000_999L,
        "GET /stock",
        "io.pillion.test");
    encoder.traceState("a=1,b=2");
    encoder.statusMessage("geht nicht: größer");
    encoder.attribute("url.path", "/stock/42");
    encoder.attributeOfFew("http.request.method", "GET");
    encoder.attribute("http.response.status_code", 500L);
    encoder.attribute("ratio", 0.5);
    encoder.attribute("retry", true);
    encoder.attribute("http.request.header.accept", List.of("text/html", "*/*"));
    encoder.event(1_700_000_000_000_000_500L, "exception");
    encoder.eventAttribute("exception.type", "java.io.IOException");
    put(segment, encoder.finish(1));
    encoder.beginSpan(
        1,
        2,
        3,
        0,
        0,
        SpanRecord.Kind.CLIENT,
        SpanRecord.Status.UNSET,
        10,
        20,
        "GET /stock",
        "io.pillion.test");
    encoder.attributeOfFew("http.request.method", "GET");
    put(segment, encoder.finish(2));
    encoder.gap(5);
    put(segment, encoder.finish(2));
    encoder.decision(30, DecisionRecord.Source.SNAPSHOT, DENIED, REQUEST, 4, 5, 6);
    put(segment, encoder.finish(3));
    assertGolden("telemetry", segment.toByteArray());
  }

  private static void put(ByteArrayOutputStream segment, ByteBuffer record) {
    segment.write(record.array(), record.position(), record.remaining());
  }

  private static List<TelemetryEvent> events(byte[] bytes) throws Exception {
    ByteBuffer segment = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    RecordDecoder decoder = new RecordDecoder();
    decoder.segmentStarted();
    List<TelemetryEvent> events = new ArrayList<>();
    while (segment.hasRemaining()) {
      int length = segment.getInt(segment.position() + 8);
      events.add(decoder.decode(segment.slice(segment.position(), length)));
      segment.position(segment.position() + length);
    }
    return events;
  }

  @ParameterizedTest
  @MethodSource("telemetry")
  void recordedRecordsAreRead(String version) throws Exception {
    List<TelemetryEvent> events = events(GoldenFile.read(version, "telemetry"));
    assertThat(events)
        .containsExactly(
            null,
            new SpanRecord(
                1,
                0x0102030405060708L,
                0x1112131415161718L,
                0x2122232425262728L,
                0x3132333435363738L,
                0x201,
                SpanRecord.Kind.SERVER,
                SpanRecord.Status.ERROR,
                "geht nicht: größer",
                1_700_000_000_000_000_001L,
                1_700_000_000_000_000_999L,
                "GET /stock",
                "io.pillion.test",
                "a=1,b=2",
                List.of(
                    new SpanRecord.Attribute("url.path", "/stock/42"),
                    new SpanRecord.Attribute("http.request.method", "GET"),
                    new SpanRecord.Attribute("http.response.status_code", 500L),
                    new SpanRecord.Attribute("ratio", 0.5),
                    new SpanRecord.Attribute("retry", true),
                    new SpanRecord.Attribute(
                        "http.request.header.accept", List.of("text/html", "*/*"))),
                List.of(
                    new SpanRecord.Event(
                        1_700_000_000_000_000_500L,
                        "exception",
                        List.of(
                            new SpanRecord.Attribute("exception.type", "java.io.IOException"))))),
            new SpanRecord(
                2,
                1,
                2,
                3,
                0,
                0,
                SpanRecord.Kind.CLIENT,
                SpanRecord.Status.UNSET,
                null,
                10,
                20,
                "GET /stock",
                "io.pillion.test",
                null,
                List.of(new SpanRecord.Attribute("http.request.method", "GET")),
                List.of()),
            new GapRecord(2, 5),
            new DecisionRecord(
                3,
                30,
                DecisionRecord.Source.SNAPSHOT,
                DENIED,
                "GET",
                "shop:8080",
                "/a%2fb",
                "10.0.0.7",
                4,
                5,
                6));
  }

  /** All that a span of the application's own has and one of the agent's has not; since 1.1. */
  @Test
  void anApplicationsSpanIsWrittenAsRecorded() throws IOException {
    RecordEncoder encoder = new RecordEncoder();
    encoder.beginSpan(
        1, 2, 3, 4, 1, SpanRecord.Kind.INTERNAL, SpanRecord.Status.OK, 10, 20, "work", "shop");
    encoder.scopeVersion("1.2.3");
    encoder.attributeOf("text", "größer");
    encoder.attributeOf("texts", List.of("a", "b"));
    encoder.attributeOf("numbers", List.of(1L, -1L));
    encoder.event(15, "measured");
    encoder.eventAttributeOf("ratios", List.of(0.5, 2.0));
    encoder.eventAttributeOf("count", 7L);
    encoder.link(5, 6, 7, 0x201, "a=1");
    encoder.linkAttributeOf("flags", List.of(true, false));
    encoder.link(8, 9, 10, 0, null);
    encoder.dropped(1, 2, 3);
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    put(record, encoder.finish(1));
    assertGolden("application-span", record.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("applicationSpan")
  void aRecordedApplicationsSpanIsRead(String version) throws Exception {
    RecordDecoder decoder = new RecordDecoder();
    decoder.segmentStarted();
    byte[] record = GoldenFile.read(version, "application-span");
    assertThat(decoder.decode(ByteBuffer.wrap(record)))
        .isEqualTo(
            new SpanRecord(
                1,
                1,
                2,
                3,
                4,
                1,
                SpanRecord.Kind.INTERNAL,
                SpanRecord.Status.OK,
                null,
                10,
                20,
                "work",
                "shop",
                null,
                List.of(
                    new SpanRecord.Attribute("text", "größer"),
                    new SpanRecord.Attribute("texts", List.of("a", "b")),
                    new SpanRecord.Attribute("numbers", List.of(1L, -1L))),
                List.of(
                    new SpanRecord.Event(
                        15,
                        "measured",
                        List.of(
                            new SpanRecord.Attribute("ratios", List.of(0.5, 2.0)),
                            new SpanRecord.Attribute("count", 7L)))),
                "1.2.3",
                List.of(
                    new SpanRecord.Link(
                        5,
                        6,
                        7,
                        0x201,
                        "a=1",
                        List.of(new SpanRecord.Attribute("flags", List.of(true, false)))),
                    new SpanRecord.Link(8, 9, 10, 0, null, List.of())),
                new SpanRecord.Dropped(1, 2, 3)));
  }

  @Test
  void metricsAndLogsAreWrittenAsRecorded() throws IOException {
    RecordEncoder encoder = new RecordEncoder();
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    encoder.beginMetric(
        MetricRecord.Kind.UP_DOWN_COUNTER,
        1_700_000_000_000_000_100L,
        1_700_000_000_000_000_000L,
        "jvm.memory.used",
        "By",
        "io.pillion.jvm",
        "Memory used.",
        null);
    encoder.point(42);
    encoder.pointAttribute("jvm.memory.type", "heap");
    encoder.pointAttribute("jvm.thread.daemon", true);
    encoder.point(0.25);
    put(segment, encoder.finish(1));
    encoder.beginMetric(
        MetricRecord.Kind.HISTOGRAM,
        1_700_000_000_000_000_100L,
        1_700_000_000_000_000_000L,
        "jvm.gc.duration",
        "s",
        "io.pillion.jvm",
        null,
        new double[] {0.01, 0.1});
    encoder.point(3, 0.5, 0.001, 0.4, new long[] {1, 0, 2});
    encoder.pointAttribute("jvm.gc.name", "Copy");
    put(segment, encoder.finish(2));
    encoder.beginLog(
        1_700_000_000_000_000_200L, 7, 8, 9, 1, 17, "ERROR", "shop.Cart", "kein Lager: 42");
    encoder.attributeOfFew("thread.name", "main");
    encoder.attribute("exception.message", "weg");
    put(segment, encoder.finish(3));
    assertGolden("metrics-and-logs", segment.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("metricsAndLogs")
  void recordedMetricsAndLogsAreRead(String version) throws Exception {
    assertThat(events(GoldenFile.read(version, "metrics-and-logs"))).isEqualTo(METRICS_AND_LOGS);
  }

  @Test
  void aCheckIsWrittenAsRecorded() throws IOException {
    RecordEncoder encoder = new RecordEncoder();
    encoder.check(200, 77, REQUEST);
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    put(record, encoder.finish(77));
    assertGolden("check", record.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("check")
  void aRecordedCheckIsRead(String version) throws Exception {
    byte[] record = GoldenFile.read(version, "check");
    assertThat(new RecordDecoder().decodeCheck(ByteBuffer.wrap(record)))
        .isEqualTo(new CheckMessage(200, 77, REQUEST));
  }

  private static Map<String, String> identity() {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("service.name", "lädchen");
    identity.put("service.instance.id", "627cc493");
    return identity;
  }

  @Test
  void aHeaderIsWrittenAsRecorded() throws IOException {
    SessionHeader header =
        SessionHeader.create(
            root.createFile(file), identity(), 1_700_000_000_123_456_789L, 1 << 22, 1 << 20);
    for (DropReason reason : DropReason.values()) {
      header.dropped(reason, 100 + reason.code());
    }
    for (DecisionRecord.Source source : DecisionRecord.Source.values()) {
      header.decisions(source, true, 200 + source.code());
      header.decisions(source, false, 300 + source.code());
    }
    header.written(41, 40);
    header.offered(1000, 999);
    header.adviceFailures(7);
    header.beat();
    header.beat();
    header.closedCleanly();
    header.publish();
    assertGolden("session.hdr", Files.readAllBytes(file));
  }

  @ParameterizedTest
  @MethodSource("header")
  void aRecordedHeaderIsRead(String version) throws IOException {
    Files.write(file, GoldenFile.read(version, "session.hdr"));
    SessionHeader header = SessionHeader.open(file);
    assertThat(header.ready()).isTrue();
    header.requireReadable();
    assertThat(LayoutVersion.describe(header.version())).isEqualTo(version);
    assertThat(header.features())
        .isEqualTo(version.equals("1.0") ? 0 : SessionHeader.RINGS_FOR_SEGMENTS);
    assertThat(header.identity()).containsExactlyEntriesOf(identity());
    assertThat(header.startEpochNanos()).isEqualTo(1_700_000_000_123_456_789L);
    assertThat(header.telemetrySegmentBytes()).isEqualTo(1 << 22);
    assertThat(header.requestSegmentBytes()).isEqualTo(1 << 20);
    for (DropReason reason : DropReason.values()) {
      boolean known = !version.equals("1.0") || reason.code() < DropReason.LOG_RATE.code();
      assertThat(header.dropped(reason)).isEqualTo(known ? 100 + reason.code() : 0);
    }
    assertThat(header.droppedOtherwise()).isZero();
    for (DecisionRecord.Source source : DecisionRecord.Source.values()) {
      assertThat(header.decisions(source, true)).isEqualTo(200 + source.code());
      assertThat(header.decisions(source, false)).isEqualTo(300 + source.code());
    }
    assertThat(header.lastSequence()).isEqualTo(41);
    assertThat(header.written()).isEqualTo(40);
    assertThat(header.offered()).isEqualTo(1000);
    assertThat(header.offeredSpans()).isEqualTo(999);
    assertThat(header.adviceFailures()).isEqualTo(7);
    assertThat(header.heartbeat()).isEqualTo(2);
    assertThat(header.isClosedCleanly()).isTrue();
  }

  @Test
  void aReplyPageIsWrittenAsRecorded() throws IOException {
    ReplyPage agent = ReplyPage.create(root.createFile(file));
    ReplyPage sidecar = ReplyPage.open(file);
    sidecar.introduceSidecar();
    sidecar.sidecarBeat();
    sidecar.policyRevision(DENIED.revision());
    sidecar.checksParked(true);
    sidecar.telemetryParked(true);
    agent.await(0, 9);
    agent.await(1, 10);
    sidecar.answer(1, 10, DENIED);
    agent.await(255, 11);
    agent.giveUp(255, 11);
    assertGolden("replies", Files.readAllBytes(file));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void aRecordedReplyPageIsReadAndAnswered(String version) throws IOException {
    Files.write(file, GoldenFile.read(version, "replies"));
    ReplyPage page = ReplyPage.open(file);
    assertThat(LayoutVersion.describe(page.sidecarVersion())).isEqualTo(version);
    assertThat(page.sidecarHeartbeat()).isEqualTo(1);
    assertThat(page.policyRevision()).isEqualTo(DENIED.revision());
    assertThat(page.isDone(1, 10)).isTrue();
    assertThat(page.read(1)).isEqualTo(DENIED);
    assertThat(page.slotsByState()).containsExactly(254, 1, 0, 1, 0);
    assertThat(page.takeChecksParked()).isTrue();
    assertThat(page.takeTelemetryParked()).isTrue();
    assertThat(page.answer(0, 9, DENIED)).isTrue();
  }

  @Test
  void aCursorIsWrittenAsRecorded() throws IOException {
    try (CursorFile cursor = CursorFile.open(root, file)) {
      cursor.write(new CursorFile.State(2, 20, 18, new long[] {1, 1, 0, 0}));
      cursor.write(new CursorFile.State(3, 30, 24, new long[] {1, 2, 0, 3}));
    }
    assertGolden("cursor", Files.readAllBytes(file));
  }

  @ParameterizedTest
  @MethodSource("cursor")
  void aRecordedCursorIsRead(String version) throws IOException {
    Files.write(file, GoldenFile.read(version, "cursor"));
    CursorFile.State state = CursorFile.look(file);
    assertThat(state.segment()).isEqualTo(3);
    assertThat(state.sequence()).isEqualTo(30);
    assertThat(state.delivered()).isEqualTo(24);
    assertThat(state.discarded()).startsWith(1, 2, 0, 3);
    assertThat(state.totalDiscarded()).isEqualTo(6);
  }

  private static PolicySnapshot snapshot() {
    PolicyRule rule =
        new PolicyRule(
            List.of(new SourceMatch(List.of(IpBlock.parse("10.0.0.0/8"), IpBlock.parse("::1")))),
            List.of(
                new OperationMatch(
                    List.of(StringPattern.of("GET"), StringPattern.of("PO*")),
                    List.of(StringPattern.of("*.example")),
                    List.of(PathPattern.of("/admin/*"), PathPattern.of("/exact")),
                    List.of(80, 65535))));
    return PolicySnapshot.of(
        List.of(
            new CompiledPolicy("shop", "b", Action.ALLOW, null, 0, List.of(rule)),
            new CompiledPolicy(
                "shop", "a", Action.DENY, OnUnavailable.ALLOW, 1 << 7, List.of(rule, rule))),
        OnUnavailable.DENY);
  }

  @Test
  void aPolicyPageIsWrittenAsRecorded() throws IOException {
    new PolicyPage(root).publish(new PolicyPage.Content(true, snapshot().encode()));
    assertGolden("policy.page", Files.readAllBytes(PolicyPage.file(root.folder())));
  }

  @ParameterizedTest
  @MethodSource("policy")
  void aRecordedPolicyPageIsRead(String version) throws Exception {
    Files.write(PolicyPage.file(root.folder()), GoldenFile.read(version, "policy.page"));
    PolicyPage.Content content = new PolicyPage(root).read();
    assertThat(content.denyIfUnusable()).isTrue();
    PolicySnapshot read = PolicySnapshot.decode(content.snapshot());
    assertThat(read.policies()).isEqualTo(snapshot().policies());
    assertThat(read.revision()).isEqualTo(snapshot().revision());
    assertThat(read.defaultOnUnavailable()).isEqualTo(OnUnavailable.DENY);
  }
}
