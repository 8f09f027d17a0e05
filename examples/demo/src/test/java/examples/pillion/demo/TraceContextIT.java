package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a service under the agent passes on, header line by header line. */
@Timeout(120)
final class TraceContextIT {

  private static final Duration ARRIVAL = Duration.ofSeconds(25);
  private static final Path JAR =
      Pods.ROOT.resolve("examples/trace-context/target/trace-context.jar");

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";
  private static final String IDS = TRACE + "-" + SPAN;
  private static final String PARENT = "traceparent: 00-" + IDS + "-00";

  @RegisterExtension final Pods pods = new Pods();

  static Stream<Arguments> services() throws IOException {
    List<String> servers = List.of("tomcat", "netty");
    return Jdks.all().stream().flatMap(jdk -> servers.stream().map(s -> Arguments.of(jdk, s)));
  }

  private Service start(Pod pod, String server, String... environment) {
    Pod.AgentLaunch launch = pod.withAgent("calls", "");
    for (String variable : environment) {
      int equals = variable.indexOf('=');
      launch.launch().environment(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return Pod.listening(launch.start(JAR, "--server", server, "--port", "0"), "trace-context");
  }

  @ParameterizedTest
  @MethodSource("services")
  void contextIsPassedOnAsW3cHasIt(Jdk jdk, String server) throws IOException {
    OtlpReceiver receiver = pods.receiver(Duration.ZERO);
    Exchange exchange =
        new Exchange(start(pods.pod(jdk, receiver), server), pods.closeLater(new Callbacks()));

    newTraces(exchange);
    continuedTraces(exchange);
    passedOnStates(exchange);
    droppedStates(exchange);
    callsOfOneRequest(exchange);
    assertThat(Callbacks.post(exchange.service.base().resolve("/none"), "null"))
        .startsWith("HTTP/1.1 200 ");
  }

  /** A service under test, and who it calls. */
  private record Exchange(Service service, Callbacks callbacks) {

    Headers call(String... lines) throws IOException {
      return calls(1, lines).get(0);
    }

    List<Headers> calls(int count, String... lines) throws IOException {
      return callbacks.headersOfCalls(service.base().resolve("/test"), count, lines);
    }
  }

  private static void newTraces(Exchange exchange) throws IOException {
    for (String line :
        new String[] {
          "x-nothing: 1",
          "trace-parent: 00-" + IDS + "-01",
          "trace.parent: 00-" + IDS + "-01",
          "traceparent: 00-" + IDS + "-01.",
          "traceparent: 00-" + IDS + "-01-more",
          "traceparent: cc-" + IDS + "-01.more",
          "traceparent: ff-" + IDS + "-01",
          "traceparent: .0-" + IDS + "-01",
          "traceparent: 0.-" + IDS + "-01",
          "traceparent: 000-" + IDS + "-01",
          "traceparent: 0-" + IDS + "-01",
          "traceparent: 00-" + "0".repeat(32) + "-" + SPAN + "-01",
          "traceparent: 00-" + TRACE + "-" + "0".repeat(16) + "-01",
          "traceparent: 00-" + TRACE + "1-" + SPAN + "-01",
          "traceparent: 00-" + TRACE.substring(1) + "-" + SPAN + "-01",
          "traceparent: 00-" + IDS + "1-01",
          "traceparent: 00-" + IDS.substring(0, 48) + "-01",
          "traceparent: 00-" + IDS + "-.0",
          "traceparent: 00-" + IDS + "-0.",
          "traceparent: 00-" + IDS + "-001",
          "traceparent: 00-" + IDS + "-1",
          "traceparent: 00-" + TRACE.toUpperCase(Locale.ROOT) + "-" + SPAN + "-01",
          "traceparent: 00-" + IDS + "-01\r\ntraceparent: 00-" + IDS + "-01",
        }) {
      Headers called = exchange.call(line, "tracestate: foo=1");
      assertThat(parentOf(called)).as(line).doesNotContain(TRACE).endsWith("-03");
      assertThat(stateOf(called)).as(line).isNull();
    }
  }

  private static void continuedTraces(Exchange exchange) throws IOException {
    for (String line :
        new String[] {
          "traceparent: 00-" + IDS + "-01",
          "TraceParent: 00-" + IDS + "-01",
          "TRACEPARENT:00-" + IDS + "-01",
          "traceparent: \t 00-" + IDS + "-01 \t",
          "traceparent: cc-" + IDS + "-01",
          "traceparent: cc-" + IDS + "-01-what-is-to-come",
        }) {
      assertThat(parentOf(exchange.call(line)))
          .as(line)
          .startsWith("00-" + TRACE + "-")
          .endsWith("-01")
          .doesNotContain(SPAN);
    }
    for (String flags : List.of("00", "01", "02", "03")) {
      assertThat(parentOf(exchange.call("traceparent: 00-" + IDS + "-" + flags)))
          .startsWith("00-" + TRACE + "-")
          .endsWith("-" + flags);
    }
  }

  private static void passedOnStates(Exchange exchange) throws IOException {
    String characters = "abcdefghijklmnopqrstuvwxyz0123456789_-*/";
    String values =
        IntStream.rangeClosed(0x20, 0x7e)
            .filter(c -> c != ',' && c != '=')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    passedOn(exchange, "foo=1,bar=2", "tracestate: foo=1,bar=2");
    passedOn(exchange, "foo=1", "TrAcEsTaTe: foo=1");
    passedOn(exchange, "foo=1", "tracestate: foo=1", "tracestate:");
    passedOn(exchange, "foo=1", "tracestate:", "tracestate: foo=1");
    passedOn(exchange, "a=1,b=2,c=3", "tracestate: a=1,b=2", "tracestate: c=3");
    passedOn(exchange, "a=1,b=2", "tracestate: \ta=1 \t,\t b=2 ");
    passedOn(exchange, characters + "=" + values, "tracestate: " + characters + "=" + values);
    passedOn(exchange, characters + "@a-z=v", "tracestate: " + characters + "@a-z=v");
    for (String key :
        List.of(
            "foo@",
            "foo@@bar",
            "foo@bar@baz",
            "t".repeat(242) + "@v",
            "t@" + "v".repeat(15),
            "z".repeat(256))) {
      passedOn(exchange, key + "=1,bar=2", "tracestate: " + key + "=1,bar=2");
    }
    passedOn(exchange, members(32), "tracestate: " + members(32));
  }

  private static void passedOn(Exchange exchange, String expected, String... states)
      throws IOException {
    Headers called = exchange.call(withParent(states));
    assertThat(parentOf(called)).contains(TRACE);
    assertThat(stateOf(called)).as(Arrays.toString(states)).isEqualTo(expected);
  }

  private static void droppedStates(Exchange exchange) throws IOException {
    for (String[] states :
        new String[][] {
          {"trace-state: foo=1"},
          {"tracestate:"},
          {"tracestate: foo=1,foo=1"},
          {"tracestate: foo=1", "tracestate: foo=2"},
          {"tracestate: foo =1"},
          {"tracestate: FOO=1"},
          {"tracestate: foo.bar=1"},
          {"tracestate: @foo=1,bar=2"},
          {"tracestate: foo=1", "tracestate: " + "z".repeat(257) + "=1"},
          {"tracestate: foo=bar=baz"},
          {"tracestate: foo=,bar=3"},
          {"tracestate: " + members(33)},
          {"tracestate: " + members(32), "tracestate: more=1"},
        }) {
      Headers called = exchange.call(withParent(states));
      assertThat(parentOf(called)).contains(TRACE);
      assertThat(stateOf(called)).as(Arrays.toString(states)).isNull();
    }
  }

  private static void callsOfOneRequest(Exchange exchange) throws IOException {
    for (String line : List.of("traceparent: 00-" + IDS + "-01", "x-nothing: 1")) {
      List<Headers> calls = exchange.calls(3, line);
      Set<String> traces = new HashSet<>();
      Set<String> spans = new HashSet<>();
      for (Headers called : calls) {
        traces.add(parentOf(called).substring(3, 35));
        spans.add(parentOf(called).substring(36, 52));
      }
      assertThat(traces).as(line).hasSize(1);
      assertThat(spans).as(line).hasSize(3);
    }
  }

  private static String[] withParent(String... lines) {
    return Stream.concat(Stream.of(PARENT), Arrays.stream(lines)).toArray(String[]::new);
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "bar" + i + "=" + i)
        .collect(Collectors.joining(","));
  }

  private static String parentOf(Headers headers) {
    List<String> lines = headers.get("traceparent");
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    return lines.get(0);
  }

  private static @Nullable String stateOf(Headers headers) {
    List<String> lines = headers.get("tracestate");
    return lines == null ? null : String.join(",", lines);
  }

  @ParameterizedTest
  @MethodSource("services")
  void otherFormatsHeadersAndIgnoredRequestsFollowTheSettings(Jdk jdk, String server)
      throws IOException {
    OtlpReceiver receiver = pods.receiver(Duration.ZERO);
    Pod pod = pods.pod(jdk, receiver);
    pod.policy().deny("/admin/*");
    pod.startSidecar();
    Service service =
        start(
            pod,
            server,
            "OTEL_PROPAGATORS=tracecontext,b3,b3multi",
            "OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS=x-tenant,*-id,*ookie",
            "OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS=X-Callback",
            "PILLION_HTTP_SERVER_IGNORE_PATHS=/health*");
    Callbacks callbacks = pods.closeLater(new Callbacks());

    String ignored = TraceIds.trace();
    Headers fromIgnored =
        callbacks
            .headersOfCalls(
                service.base().resolve("/health/live"),
                1,
                "traceparent: 00-" + ignored + "-" + SPAN + "-01")
            .get(0);
    assertThat(fromIgnored.getFirst("b3")).startsWith(ignored + "-").endsWith("-0");

    String trace = TraceIds.trace();
    Headers called =
        callbacks
            .headersOfCalls(
                service.base().resolve("/test?q=1&access_token=hunter2"),
                1,
                "traceparent: 00-" + IDS + "-01",
                "b3: " + trace + "-" + SPAN + "-d",
                "X-Tenant: 7",
                "X-Request-Id: r1",
                "Cookie: session=hunter2")
            .get(0);
    assertThat(called.getFirst("b3")).startsWith(trace + "-").endsWith("-d");
    assertThat(called.getFirst("X-B3-TraceId")).isEqualTo(trace);
    assertThat(called.getFirst("X-B3-Flags")).isEqualTo("1");
    assertThat(called.get("X-B3-Sampled")).isNull();
    assertThat(parentOf(called)).contains(trace).endsWith("-01");

    Await.until(ARRIVAL, () -> receiver.trace(trace).size() == 2, () -> "spans did not arrive");
    ReceivedSpan served = receiver.trace(trace).get(0);
    assertThat(served.parentSpanId()).isEqualTo(SPAN);
    assertThat(served.attributes())
        .containsEntry("url.query", "q=1&access_token=REDACTED")
        .containsEntry("http.request.header.x-tenant", "[7]")
        .containsEntry("http.request.header.x-request-id", "[r1]")
        .containsEntry("http.request.header.cookie", "[REDACTED]");
    assertThat(served.attributes().toString()).doesNotContain("hunter2");
    assertThat(receiver.trace(trace).get(1).attributes())
        .containsEntry("http.response.header.x-callback", "[yes]");
    assertThat(receiver.trace(ignored)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("services")
  @EnabledIfSystemProperty(
      named = "pillion.w3c.suite",
      matches = ".+",
      disabledReason = "set it to test/ of w3c/trace-context")
  void suiteOfW3cPasses(Jdk jdk, String server) throws IOException, InterruptedException {
    Service service = start(pods.pod(jdk, pods.receiver(Duration.ZERO)), server);
    ProcessBuilder python =
        new ProcessBuilder("python3", "test.py", service.base().resolve("/test").toString());
    python.directory(new File(System.getProperty("pillion.w3c.suite", "")));
    python.environment().put("SPEC_LEVEL", "2");
    python.environment().put("STRICT_LEVEL", "2");
    python.environment().put("HARNESS_PORT", Integer.toString(FreePorts.next()));
    Process suite = python.inheritIO().start();
    try {
      assertThat(suite.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(suite.exitValue()).isZero();
    } finally {
      suite.destroyForcibly();
    }
  }
}
