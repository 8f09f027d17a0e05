package io.pillion.bench;

/** Who takes the spans. */
public enum Contender {
  /** Nobody: what the measurement itself costs. */
  HARNESS,
  /** Pillion, an ended span. */
  PILLION,
  /** BatchSpanProcessor with its default queue, an ended span. */
  BATCH_DEFAULT,
  /** BatchSpanProcessor with a queue as long as Pillion's ring, an ended span. */
  BATCH_SAME_QUEUE,
  /** Pillion, from the start of a span to its end. */
  PILLION_LIFE,
  /** OpenTelemetry SDK, from the start of a span to its end, queue as long as Pillion's ring. */
  OTEL_LIFE;

  private static final int BATCH_DEFAULT_QUEUE = 2048;

  SpanSink open() {
    return switch (this) {
      case HARNESS -> new EmptySink();
      case PILLION -> new PillionSink.Handoff();
      case BATCH_DEFAULT -> new OtelSink.Handoff(BATCH_DEFAULT_QUEUE);
      case BATCH_SAME_QUEUE -> new OtelSink.Handoff(BenchLink.RING_SIZE);
      case PILLION_LIFE -> new PillionSink.Span();
      case OTEL_LIFE -> new OtelSink.Life(BenchLink.RING_SIZE);
    };
  }
}
