package io.pillion.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PropagationTest {
  private static final String PARENT = "00-12345678901234567890123456789012-1234567890123456-03";

  private final Propagation both = new Propagation(Set.of("tracecontext", "baggage"));

  private static Map<String, String> injected(Propagation propagation, TraceContext context) {
    HeaderMap headers = new HeaderMap();
    propagation.inject(context, headers);
    return headers.asMap();
  }

  @Test
  void parentAndStateAreTakenFromTheRequest() {
    TraceContext parent =
        both.parent(
            new FakeServerRequest()
                .with("TraceParent", PARENT)
                .with("tracestate", "foo=1")
                .with("TRACESTATE", "bar=2"));
    assertThat(parent).isNotNull();
    assertThat(parent.traceState()).isEqualTo("foo=1,bar=2");
    assertThat(parent.flags()).isEqualTo(3);
  }

  @Test
  void stateThatTheApplicationCopiedFromElsewhereIsRemoved() {
    HeaderMap headers = new HeaderMap();
    headers.set("tracestate", "of=another-trace");
    both.inject(new TraceContext(1, 2, 3, 1, null, null), headers);
    assertThat(headers.asMap()).containsOnlyKeys("traceparent");
  }

  @Test
  void twoParentsAreNone() {
    assertThat(
            both.parent(
                new FakeServerRequest().with("traceparent", PARENT).with("traceparent", PARENT)))
        .isNull();
  }

  @Test
  void stateWithoutAValidParentIsDropped() {
    assertThat(both.parent(new FakeServerRequest().with("tracestate", "foo=1"))).isNull();
    assertThat(
            both.parent(
                new FakeServerRequest().with("traceparent", "junk").with("tracestate", "foo=1")))
        .isNull();
  }

  @Test
  void invalidStateLeavesTheParent() {
    TraceContext parent =
        both.parent(
            new FakeServerRequest().with("traceparent", PARENT).with("tracestate", "FOO=1"));
    assertThat(parent).isNotNull();
    assertThat(parent.traceState()).isNull();
  }

  @Test
  void injectedHeadersAreReadBack() {
    TraceContext context = new TraceContext(1, 2, 3, 3, "foo=1", "user=7");
    Map<String, String> headers = injected(both, context);
    assertThat(headers)
        .containsExactly(
            Map.entry("traceparent", "00-00000000000000010000000000000002-0000000000000003-03"),
            Map.entry("tracestate", "foo=1"),
            Map.entry("baggage", "user=7"));
  }

  @Test
  void onlyTheChosenFormatsAreReadAndWritten() {
    TraceContext context = new TraceContext(1, 2, 3, 1, "foo=1", "user=7");
    FakeServerRequest request =
        new FakeServerRequest().with("traceparent", PARENT).with("baggage", "a=1");

    Propagation baggageOnly = new Propagation(Set.of("baggage"));
    assertThat(baggageOnly.parent(request)).isNull();
    assertThat(baggageOnly.baggage(request)).isEqualTo("a=1");
    assertThat(injected(baggageOnly, context)).containsOnlyKeys("baggage");

    Propagation traceOnly = new Propagation(Set.of("tracecontext"));
    assertThat(traceOnly.baggage(request)).isNull();
    assertThat(injected(traceOnly, context)).containsOnlyKeys("traceparent", "tracestate");

    assertThat(injected(new Propagation(Set.of()), context)).isEmpty();
  }

  @Test
  void baggageLinesAreJoinedWithoutEmptyMembers() {
    assertThat(
            both.baggage(
                new FakeServerRequest()
                    .with("baggage", "a=1;p=x , b=2")
                    .with("baggage", "")
                    .with("baggage", " c=3")))
        .isEqualTo("a=1;p=x,b=2,c=3");
    assertThat(both.baggage(new FakeServerRequest().with("baggage", " "))).isNull();
    assertThat(both.baggage(new FakeServerRequest())).isNull();
  }

  @Test
  void baggageIsCutAtAMember() {
    String member = "k=" + "v".repeat(998);
    FakeServerRequest request = new FakeServerRequest();
    for (int i = 0; i < 20; i++) {
      request.with("baggage", member);
    }
    String kept = both.baggage(request);
    assertThat(kept).hasSize(8 * 1001 - 1);
    assertThat(kept.split(",")).hasSize(8).containsOnly(member);
    assertThat(both.baggage(new FakeServerRequest().with("baggage", "k=" + "v".repeat(9_000))))
        .isNull();
    assertThat(both.baggage(new FakeServerRequest().with("baggage", "k=" + "v".repeat(8_190))))
        .hasSize(8_192);
  }
}
