package io.pillion.instrumentation.jetty;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.ServedRequest;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** A request's way back to the client, which knows when all has been sent. */
public final class EndingStream extends HttpStream.Wrapper {
  private final ServedRequest served;
  private final Response response;

  EndingStream(HttpStream stream, ServedRequest served, Response response) {
    super(stream);
    this.served = served;
    this.response = response;
  }

  @Override
  public void succeeded() {
    end(null);
    super.succeeded();
  }

  @Override
  public void failed(Throwable failure) {
    end(failure);
    super.failed(failure);
  }

  private void end(@Nullable Throwable failure) {
    try {
      served.failed(failure);
      served.end(response.getStatus(), true, new JettyHeaders(response));
    } catch (Throwable e) {
      Agent.adviceFailed(e);
    }
  }
}
