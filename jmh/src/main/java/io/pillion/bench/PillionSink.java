package io.pillion.bench;

import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.http.HttpTracing;
import io.pillion.agent.telemetry.Propagation;
import io.pillion.agent.telemetry.Sampler;
import io.pillion.agent.telemetry.SpanStart;
import io.pillion.ipc.AgentLink;
import java.time.Duration;
import java.util.Set;

/** Pillion's side: a real link, writer thread, session and reader. */
abstract sealed class PillionSink implements SpanSink {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration DRAIN_LIMIT = Duration.ofMillis(300);

  private final BenchDirectory directory = BenchDirectory.make();
  private final SessionDrain drain = new SessionDrain(directory.path());
  final BenchLink bench = BenchLink.start(directory.path());

  PillionSink() {
    if (!Await.until(START_LIMIT, () -> drain.isReading() && bench.policyTold())) {
      close();
      throw new IllegalStateException("no session came up: directory=" + directory.path());
    }
  }

  @Override
  public final long delivered(long offered) {
    long before = -1;
    // What was dropped never comes; it must not be waited for again and again.
    while (drain.spans() < offered && drain.spans() > before) {
      before = drain.spans();
      Await.until(DRAIN_LIMIT, () -> drain.spans() >= offered);
    }
    return drain.spans();
  }

  @Override
  public final void close() {
    bench.close();
    drain.close();
    directory.close();
  }

  /** Hands over spans that ended before the measurement. */
  static final class Handoff extends PillionSink {
    private final AgentLink link = bench.link();
    private final EndedSpan[] spans = new EndedSpan[Spans.COUNT];

    Handoff() {
      for (int i = 0; i < spans.length; i++) {
        spans[i] = new EndedSpan(i + 1, 1_000_000L * i);
      }
    }

    @Override
    public void offer(int number) {
      link.offer(spans[number & (Spans.COUNT - 1)]);
    }
  }

  /** A whole span as an instrumentation makes it, policy gate included, no policy published. */
  static final class Span extends PillionSink {
    private final HttpSample request = new HttpSample();
    private final HttpTracing tracing =
        new HttpTracing(
            bench.link(),
            bench.gate(),
            new Propagation(Set.of("tracecontext", "baggage")),
            new SpanStart(Sampler.of("parentbased_always_on", 1)));

    @Override
    public void offer(int number) {
      HttpServerExchange exchange = tracing.startServer(request);
      exchange.attach();
      exchange.route(HttpSample.ROUTE);
      exchange.detach();
      exchange.end(HttpSample.STATUS, null);
    }
  }
}
