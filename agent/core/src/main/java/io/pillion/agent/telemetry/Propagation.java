package io.pillion.agent.telemetry;

import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the trace context from a request and gives it to the next, in the formats of {@code
 * OTEL_PROPAGATORS}: {@code tracecontext}, {@code baggage}, {@code b3} and {@code b3multi}.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class Propagation {
  private static final String BAGGAGE = "baggage";

  private final TraceFormat[] formats;
  private final boolean baggage;

  /**
   * Propagates in the named formats.
   *
   * @param propagators in the operator's order: if a request speaks several formats, the last that
   *     it speaks validly counts
   */
  public Propagation(Set<String> propagators) {
    List<TraceFormat> chosen = new ArrayList<>();
    for (String name : propagators) {
      switch (name) {
        case "tracecontext" -> chosen.add(new W3cFormat());
        case "b3" -> chosen.add(new B3Format(true, false));
        // Alone it removes the b3 that the application may have copied; not the one we wrote.
        case "b3multi" -> chosen.add(new B3Format(propagators.contains("b3"), true));
        default -> {}
      }
    }
    formats = chosen.toArray(new TraceFormat[0]);
    baggage = propagators.contains(BAGGAGE);
  }

  /**
   * The parent that a request names; null if it names none, or not validly, or two. It may name no
   * span but a decision about sampling, see {@link TraceContext#namesSpan}.
   */
  public @Nullable TraceContext parent(HttpServerRequest request) {
    TraceContext parent = null;
    for (TraceFormat format : formats) {
      TraceContext named = format.extract(request);
      if (named != null && (named.namesSpan() || parent == null)) {
        parent = named;
      }
    }
    return parent;
  }

  /** The baggage that a request carries; null if none. */
  public @Nullable String baggage(HttpServerRequest request) {
    if (!baggage || request.header(BAGGAGE) == null) {
      return null;
    }
    return Baggage.join(request.headers(BAGGAGE));
  }

  /** Writes the headers that make {@code context} the parent of what receives the request. */
  public void inject(TraceContext context, HttpClientExchange.HeaderSetter setter) {
    for (TraceFormat format : formats) {
      format.inject(context, setter);
    }
    if (baggage && context.baggage() != null) {
      setter.set(BAGGAGE, context.baggage());
    }
  }
}
