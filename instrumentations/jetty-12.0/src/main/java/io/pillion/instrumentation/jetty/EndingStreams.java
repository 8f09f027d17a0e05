package io.pillion.instrumentation.jetty;

import io.pillion.agent.bootstrap.ServedRequest;
import java.util.function.Function;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Response;

/** Puts an {@link EndingStream} around a request's stream. */
public final class EndingStreams implements Function<HttpStream, HttpStream> {
  private final ServedRequest served;
  private final Response response;

  EndingStreams(ServedRequest served, Response response) {
    this.served = served;
    this.response = response;
  }

  @Override
  public HttpStream apply(HttpStream stream) {
    return new EndingStream(stream, served, response);
  }
}
