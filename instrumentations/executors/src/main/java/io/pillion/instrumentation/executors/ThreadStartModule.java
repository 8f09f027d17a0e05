package io.pillion.instrumentation.executors;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Collections;
import java.util.List;

/**
 * Context from whoever starts a platform thread to what it runs. Off unless switched on: a thread
 * that outlives the request, such as a cache's cleaner, would work for that request for ever.
 */
public final class ThreadStartModule extends InstrumentationModule {

  /** Called by the service loader. */
  public ThreadStartModule() {
    super("thread-start");
  }

  @Override
  public boolean defaultEnabled() {
    return false;
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new ThreadInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Collections.singletonList("io.pillion.instrumentation.executors.StartedThread");
  }
}
