package apps;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.IOException;

/** The same application with an SDK of its own, which prints what it is given. */
public final class ManualSpansSdkApp {
  private ManualSpansSdkApp() {}

  /** Makes its SDK the global one. */
  public static void main(String[] arguments) throws IOException {
    OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(new Printer()).build())
        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
        .buildAndRegisterGlobal();
    ManualSpansApp.main(arguments);
  }

  private static final class Printer implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      System.out.println("own " + span.getName() + " " + span.getParentSpanContext().isValid());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
