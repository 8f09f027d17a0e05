package io.pillion.instrumentation.okhttp;

import io.pillion.agent.bootstrap.Agent;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What the advice in versions before 3.4 calls. Lives in the loader of OkHttp.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class EngineHooks {
  private EngineHooks() {}

  /**
   * Begins an exchange. A request that is not to be touched begins a call without one, so that it
   * does not get the headers of a call around it.
   */
  public static @Nullable EngineCall start(@Nullable Request request) {
    if (request == null) {
      return null;
    }
    return EngineCall.begin(Agent.http().startClient(new OkHttpRequest(request)));
  }

  /** What to send instead; null to send the given request. */
  public static @Nullable Request send(@Nullable Request request) {
    return request == null ? null : EngineCall.traced(request);
  }

  /** The library returned the response, or threw. */
  public static void end(
      @Nullable EngineCall started, @Nullable Response response, @Nullable Throwable thrown) {
    if (started != null) {
      started.end(response, thrown);
    }
  }
}
