package io.pillion.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpanStartTest {
  private final SpanStart sampling = new SpanStart(Sampler.of("parentbased_always_on", 1));
  private final SpanStart dropping = new SpanStart(Sampler.of("always_off", 1));

  @Test
  void rootHasAnIdentityOfItsOwn() {
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      TraceContext root = sampling.begin(null, "user=7");
      assertThat(root.spanId()).isNotZero();
      assertThat(root.traceIdLow()).isNotZero();
      assertThat(root.flags()).isEqualTo(TraceContext.SAMPLED | TraceContext.RANDOM);
      assertThat(root.traceState()).isNull();
      assertThat(root.baggage()).isEqualTo("user=7");
      assertThat(seen.add(root.spanId()) && seen.add(root.traceIdLow())).isTrue();
    }
  }

  @Test
  void childContinuesTheTraceAndKeepsTheRandomFlag() {
    TraceContext parent = new TraceContext(1, 2, 3, 3, "foo=1", null);
    TraceContext child = sampling.begin(parent, null);
    assertThat(child)
        .isEqualTo(new TraceContext(1, 2, child.spanId(), 3, "foo=1", null))
        .isNotEqualTo(parent);
    assertThat(dropping.begin(parent, null).flags()).isEqualTo(2);
  }

  @Test
  void childOfAParentNotSampledIsNotSampled() {
    assertThat(sampling.begin(new TraceContext(1, 2, 3, 2, null, null), null).flags()).isEqualTo(2);
  }

  @Test
  void rootThatIsNotSampledIsRandomAllTheSame() {
    assertThat(dropping.begin(null, null).flags()).isEqualTo(TraceContext.RANDOM);
  }

  @Test
  void traceThatDidNotBeginAtRandomIsNotCalledSo() {
    assertThat(sampling.begin(new TraceContext(1, 2, 3, 1, null, null), null).flags()).isEqualTo(1);
  }

  @Test
  void decisionWithoutIdsHoldsForTheTraceThatBeginsHere() {
    TraceContext root = sampling.begin(new TraceContext(0, 0, 0, 0, null, null), null);
    assertThat(root.traceIdLow()).isNotZero();
    assertThat(root.flags()).isEqualTo(TraceContext.RANDOM);
    int debug = TraceContext.SAMPLED | TraceContext.DEBUG;
    assertThat(sampling.begin(new TraceContext(0, 0, 0, debug, null, null), null).flags())
        .isEqualTo(debug | TraceContext.RANDOM);
  }

  @Test
  void whatTheParentLeftUndecidedIsDecidedHere() {
    TraceContext parent = new TraceContext(1, 2, 3, TraceContext.UNDECIDED, null, null);
    assertThat(sampling.begin(parent, null).flags()).isEqualTo(TraceContext.SAMPLED);
    SpanStart never = new SpanStart(Sampler.of("parentbased_always_off", 1));
    assertThat(never.begin(parent, null).flags()).isZero();
  }
}
