package io.pillion.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class B3FormatTest {
  private static final String LONG = "80f198ee56343ba864fe8b2a57d3eff7";
  private static final String SHORT = "64fe8b2a57d3eff7";
  private static final String SPAN = "e457b5a2e4d86bd1";
  private static final String W3C = "00-12345678901234567890123456789012-1234567890123456-01";
  private static final int ACCEPT = TraceContext.SAMPLED;
  private static final int DEBUG = TraceContext.SAMPLED | TraceContext.DEBUG;

  private final Propagation single = propagation("b3");
  private final Propagation multi = propagation("b3multi");

  private static Propagation propagation(String... names) {
    return new Propagation(new LinkedHashSet<>(List.of(names)));
  }

  private static TraceContext parent(boolean longId, int flags) {
    long high = longId ? 0x80f198ee56343ba8L : 0;
    return new TraceContext(high, 0x64fe8b2a57d3eff7L, 0xe457b5a2e4d86bd1L, flags, null, null);
  }

  private static Map<String, String> injected(Propagation propagation, TraceContext context) {
    HeaderMap headers = new HeaderMap();
    propagation.inject(context, headers);
    return headers.asMap();
  }

  @ParameterizedTest
  @CsvSource({
    "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1, true, 1",
    "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-0, true, 0",
    "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-d, true, 65537",
    "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1, true, 131072",
    "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90, true, 1",
    "64fe8b2a57d3eff7-e457b5a2e4d86bd1-1, false, 1",
    "' 64fe8b2a57d3eff7-e457b5a2e4d86bd1-1\t', false, 1",
  })
  void singleHeaderNamesTheParent(String header, boolean longId, int flags) {
    for (Propagation either : List.of(single, multi)) {
      assertThat(either.parent(new FakeServerRequest().with("b3", header)))
          .isEqualTo(parent(longId, flags));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "x",
        "11",
        "64fe8b2a57d3eff7",
        "64fe8b2a57d3eff7-",
        "64fe8b2a57d3eff7-e457b5a2e4d86bd",
        "64fe8b2a57d3eff7-e457b5a2e4d86bd1-",
        "64fe8b2a57d3eff7-e457b5a2e4d86bd1-2",
        "64fe8b2a57d3eff7-e457b5a2e4d86bd1-11",
        "64fe8b2a57d3eff7-e457b5a2e4d86bd11",
        "64fe8b2a57d3eff7-e457b5a2e4d86bd1-1-",
        "64fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b9",
        "64fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b9x",
        "64fe8b2a57d3eff7-e457b5a2e4d86bd1-1+05e3ac9a4f6e3b90",
        "64FE8B2A57D3EFF7-e457b5a2e4d86bd1-1",
        "64fe8b2a57d3eff-e457b5a2e4d86bd1-1",
        "0000000000000000-e457b5a2e4d86bd1-1",
        "00000000000000000000000000000000-e457b5a2e4d86bd1-1",
        "64fe8b2a57d3eff7-0000000000000000-1",
        "80f198ee56343ba864fe8b2a57d3eff7g-e457b5a2e4d86bd1-1",
      })
  void anythingElseNamesNone(String header) {
    assertThat(single.parent(new FakeServerRequest().with("b3", header))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // sampled, flags, what it means
        "1, -, 1",
        "0, -, 0",
        "true, -, 1",
        "False, -, 0",
        "-, -, 131072",
        "-, 0, 131072",
        "-, 1, 65537",
        "0, 1, 65537",
        "1, 0, 1",
      })
  void severalHeadersNameTheParent(@Nullable String sampled, @Nullable String flags, int expected) {
    FakeServerRequest request =
        new FakeServerRequest()
            .with("X-B3-TraceId", LONG)
            .with("X-B3-SpanId", SPAN)
            .with("X-B3-ParentSpanId", "05e3ac9a4f6e3b90");
    if (sampled != null) {
      request.with("X-B3-Sampled", sampled);
    }
    if (flags != null) {
      request.with("X-B3-Flags", flags);
    }
    assertThat(multi.parent(request)).isEqualTo(parent(true, expected));
    assertThat(single.parent(request)).isEqualTo(parent(true, expected));
  }

  @Test
  void severalHeadersThatAreNotValidNameNone() {
    assertThat(multi.parent(new FakeServerRequest())).isNull();
    assertThat(multi.parent(new FakeServerRequest().with("X-B3-TraceId", LONG))).isNull();
    assertThat(multi.parent(new FakeServerRequest().with("X-B3-SpanId", SPAN))).isNull();
    assertThat(
            multi.parent(
                new FakeServerRequest()
                    .with("X-B3-TraceId", SHORT)
                    .with("X-B3-SpanId", SPAN)
                    .with("X-B3-Sampled", "maybe")))
        .isNull();
  }

  @Test
  void singleHeaderComesBeforeSeveral() {
    FakeServerRequest request =
        new FakeServerRequest()
            .with("b3", SHORT + "-" + SPAN + "-1")
            .with("X-B3-TraceId", "1".repeat(32))
            .with("X-B3-SpanId", "2".repeat(16));
    assertThat(multi.parent(request)).isEqualTo(parent(false, ACCEPT));
    assertThat(
            multi.parent(
                new FakeServerRequest()
                    .with("b3", "junk")
                    .with("X-B3-TraceId", SHORT)
                    .with("X-B3-SpanId", SPAN)
                    .with("X-B3-Sampled", "1")))
        .isEqualTo(parent(false, ACCEPT));
  }

  @Test
  void decisionMayComeWithoutIds() {
    TraceContext denied = single.parent(new FakeServerRequest().with("b3", "0"));
    assertThat(denied).isEqualTo(new TraceContext(0, 0, 0, 0, null, null));
    assertThat(denied.namesSpan()).isFalse();
    assertThat(multi.parent(new FakeServerRequest().with("X-B3-Flags", "1")))
        .isEqualTo(new TraceContext(0, 0, 0, DEBUG, null, null));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "0, 0", "3, 1", "65537, d"})
  void singleHeaderIsWritten(int flags, String sampling) {
    assertThat(injected(single, parent(true, flags)))
        .containsExactly(Map.entry("b3", LONG + "-" + SPAN + "-" + sampling));
  }

  @Test
  void severalHeadersAreWritten() {
    assertThat(injected(multi, parent(false, ACCEPT)))
        .containsOnly(
            Map.entry("X-B3-TraceId", "0".repeat(16) + SHORT),
            Map.entry("X-B3-SpanId", SPAN),
            Map.entry("X-B3-Sampled", "1"));
    assertThat(injected(multi, parent(true, 0))).containsEntry("X-B3-Sampled", "0");
    assertThat(injected(multi, parent(true, DEBUG)))
        .containsEntry("X-B3-Flags", "1")
        .doesNotContainKey("X-B3-Sampled");
  }

  @Test
  void whatTheApplicationCopiedFromElsewhereIsRemoved() {
    HeaderMap headers = new HeaderMap();
    headers.set("b3", "0");
    headers.set("X-B3-ParentSpanId", SPAN);
    headers.set("X-B3-Flags", "1");
    multi.inject(parent(true, 0), headers);
    assertThat(headers.asMap()).containsOnlyKeys("X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled");
  }

  @Test
  void allFormatsMayBeWrittenAtOnce() {
    Set<String> keys = Set.of("traceparent", "b3", "X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled");
    TraceContext context = parent(true, ACCEPT | TraceContext.RANDOM);
    for (Propagation all :
        List.of(
            propagation("tracecontext", "b3", "b3multi"),
            propagation("b3multi", "b3", "tracecontext"))) {
      assertThat(injected(all, context))
          .containsOnlyKeys(keys.toArray(new String[0]))
          .containsEntry("b3", LONG + "-" + SPAN + "-1")
          .containsEntry("traceparent", "00-" + LONG + "-" + SPAN + "-03");
    }
  }

  @Test
  void latestFormatThatTheRequestSpeaksCounts() {
    FakeServerRequest both =
        new FakeServerRequest().with("traceparent", W3C).with("b3", SHORT + "-" + SPAN + "-1");
    assertThat(propagation("tracecontext", "b3").parent(both)).isEqualTo(parent(false, ACCEPT));
    TraceContext w3c = propagation("b3", "tracecontext").parent(both);
    assertThat(w3c).isNotNull();
    assertThat(w3c.spanId()).isEqualTo(0x1234567890123456L);
    assertThat(
            propagation("tracecontext", "b3")
                .parent(new FakeServerRequest().with("traceparent", W3C)))
        .isEqualTo(w3c);
    assertThat(
            propagation("tracecontext", "b3")
                .parent(new FakeServerRequest().with("traceparent", W3C).with("b3", "0")))
        .isEqualTo(w3c);
  }
}
