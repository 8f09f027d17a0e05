package io.pillion.instrumentation.otelapi;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Baggage between a context and its header value, by the API's own propagator. */
public final class BaggageHeader implements TextMapGetter<String>, TextMapSetter<String[]> {
  private static final BaggageHeader INSTANCE = new BaggageHeader();

  private BaggageHeader() {}

  /** The context with the baggage of a header value. */
  public static Context with(Context context, String header) {
    return W3CBaggagePropagator.getInstance().extract(context, header, INSTANCE);
  }

  /** The header value of a context's baggage; null if it has none. */
  public static @Nullable String of(Context context) {
    Baggage baggage = Baggage.fromContextOrNull(context);
    if (baggage == null || baggage.isEmpty()) {
      return null;
    }
    String[] header = new String[1];
    W3CBaggagePropagator.getInstance().inject(context, header, INSTANCE);
    return header[0];
  }

  @Override
  public Iterable<String> keys(String header) {
    return Collections.singleton("baggage");
  }

  @Override
  public @Nullable String get(@Nullable String header, String key) {
    return key.equals("baggage") ? header : null;
  }

  @Override
  public void set(String @Nullable [] header, String key, String value) {
    if (header != null && key.equals("baggage")) {
      header[0] = value;
    }
  }
}
