package io.pillion.instrumentation.apachehttpclient5;

import java.io.IOException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Takes the request from the application's producer and hands it on with the trace headers. */
public final class TracedChannel implements RequestChannel {
  private final RequestChannel channel;
  private final AsyncCall call;

  TracedChannel(RequestChannel channel, AsyncCall call) {
    this.channel = channel;
    this.call = call;
  }

  @Override
  public void sendRequest(
      @Nullable HttpRequest request, @Nullable EntityDetails entity, @Nullable HttpContext context)
      throws HttpException, IOException {
    channel.sendRequest(request == null ? null : call.start(request), entity, context);
  }
}
