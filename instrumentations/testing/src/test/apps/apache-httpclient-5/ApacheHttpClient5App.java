package apps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Apache HttpClient 5: the classic client to wait, the asynchronous one for callbacks. */
public final class ApacheHttpClient5App implements Client {
  private final RequestConfig limits =
      RequestConfig.custom()
          .setConnectTimeout(2, TimeUnit.SECONDS)
          .setResponseTimeout(2, TimeUnit.SECONDS)
          .build();
  private final CloseableHttpClient classic =
      HttpClients.custom().setDefaultRequestConfig(limits).build();
  private final CloseableHttpAsyncClient async =
      HttpAsyncClients.custom().setDefaultRequestConfig(limits).build();

  public static void main(String[] arguments) throws IOException {
    ApacheHttpClient5App app = new ApacheHttpClient5App();
    app.async.start();
    ClientDriver.run(app);
  }

  @Override
  public Response send(Call call, int times) throws Exception {
    HttpUriRequestBase request = new HttpUriRequestBase(call.method, call.uri);
    call.headers.forEach(request::setHeader);
    if (call.body != null) {
      request.setEntity(new StringEntity(call.body));
    }
    Response response = send(request);
    for (int i = 1; i < times; i++) {
      response = send(request);
    }
    if (request.getHeaders().length != call.headers.size()) {
      throw new IllegalStateException("the request changed");
    }
    return response;
  }

  private Response send(HttpUriRequestBase request) throws IOException {
    return classic.execute(
        request,
        response ->
            new Response(
                response.getCode(),
                response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity())));
  }

  @Override
  public void sendAsync(Call call, BiConsumer<Response, Throwable> callback) {
    SimpleHttpRequest request = new SimpleHttpRequest(call.method, call.uri);
    call.headers.forEach(request::setHeader);
    if (call.body != null) {
      request.setBody(call.body, ContentType.TEXT_PLAIN);
    }
    async.execute(request, new Outcome(request, call, callback));
  }

  private static final class Outcome implements FutureCallback<SimpleHttpResponse> {
    private final SimpleHttpRequest request;
    private final Call call;
    private final BiConsumer<Response, Throwable> callback;

    private Outcome(
        SimpleHttpRequest request, Call call, BiConsumer<Response, Throwable> callback) {
      this.request = request;
      this.call = call;
      this.callback = callback;
    }

    @Override
    public void completed(SimpleHttpResponse response) {
      if (request.getHeaders().length != call.headers.size()) {
        failed(new IllegalStateException("the request changed"));
        return;
      }
      byte[] body = response.getBodyBytes();
      callback.accept(
          new Response(
              response.getCode(), body == null ? "" : new String(body, StandardCharsets.UTF_8)),
          null);
    }

    @Override
    public void failed(Exception cause) {
      callback.accept(null, cause);
    }

    @Override
    public void cancelled() {
      callback.accept(null, new IllegalStateException("cancelled"));
    }
  }
}
