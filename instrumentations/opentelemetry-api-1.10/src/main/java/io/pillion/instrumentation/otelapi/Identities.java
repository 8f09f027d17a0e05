package io.pillion.instrumentation.otelapi;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.pillion.agent.bootstrap.SpanIdentity;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Between the API's span contexts and the agent's identities. */
public final class Identities {
  private static final int FLAGS = 0xff;

  private Identities() {}

  /** Of a valid span context; null if it is not valid. */
  public static @Nullable SpanIdentity of(@Nullable SpanContext context) {
    if (context == null || !context.isValid()) {
      return null;
    }
    return new SpanIdentity(
        context.getTraceId(),
        context.getSpanId(),
        context.getTraceFlags().asByte() & FLAGS,
        header(context.getTraceState()),
        context.isRemote());
  }

  /** As the API has it. */
  public static SpanContext spanContext(SpanIdentity identity) {
    TraceFlags flags = TraceFlags.fromByte((byte) identity.flags());
    TraceState state = state(identity.traceState());
    return identity.remote()
        ? SpanContext.createFromRemoteParent(identity.traceId(), identity.spanId(), flags, state)
        : SpanContext.create(identity.traceId(), identity.spanId(), flags, state);
  }

  private static TraceState state(@Nullable String header) {
    if (header == null) {
      return TraceState.getDefault();
    }
    // The first member is the latest put, so from the last to the first.
    TraceStateBuilder builder = TraceState.builder();
    int end = header.length();
    while (end > 0) {
      int comma = header.lastIndexOf(',', end - 1);
      String member = header.substring(comma + 1, end);
      int equals = member.indexOf('=');
      if (equals > 0) {
        builder.put(member.substring(0, equals), member.substring(equals + 1));
      }
      end = comma;
    }
    return builder.build();
  }

  private static @Nullable String header(TraceState state) {
    if (state.isEmpty()) {
      return null;
    }
    Members members = new Members();
    state.forEach(members);
    return members.header.toString();
  }

  /** Joins members as the header has them. */
  public static final class Members implements BiConsumer<String, String> {
    private final StringBuilder header = new StringBuilder();

    private Members() {}

    @Override
    public void accept(String key, String value) {
      if (header.length() > 0) {
        header.append(',');
      }
      header.append(key).append('=').append(value);
    }
  }
}
