package apps;

import java.io.IOException;
import java.util.function.BiConsumer;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.util.EntityUtils;

/** Apache HttpAsyncClient 4. */
public final class ApacheHttpAsyncClient4App implements Client {
  private static final int LIMIT_MILLIS = 2_000;

  private final RequestConfig limits =
      RequestConfig.custom().setConnectTimeout(LIMIT_MILLIS).setSocketTimeout(LIMIT_MILLIS).build();
  private final CloseableHttpAsyncClient client =
      HttpAsyncClients.custom().setMaxConnPerRoute(32).setMaxConnTotal(64).build();

  public static void main(String[] arguments) throws IOException {
    ApacheHttpAsyncClient4App app = new ApacheHttpAsyncClient4App();
    app.client.start();
    ClientDriver.run(app);
  }

  @Override
  public Response send(Call call, int times) throws Exception {
    HttpUriRequest request = request(call);
    Response response = response(client.execute(request, null).get());
    for (int i = 1; i < times; i++) {
      response = response(client.execute(request, null).get());
    }
    if (request.getAllHeaders().length != call.headers.size()) {
      throw new IllegalStateException("the request changed");
    }
    return response;
  }

  @Override
  public void sendAsync(Call call, BiConsumer<Response, Throwable> callback) {
    client.execute(
        request(call),
        new FutureCallback<HttpResponse>() {
          @Override
          public void completed(HttpResponse result) {
            try {
              callback.accept(response(result), null);
            } catch (IOException e) {
              failed(e);
            }
          }

          @Override
          public void failed(Exception cause) {
            callback.accept(null, cause);
          }

          @Override
          public void cancelled() {
            callback.accept(null, new IllegalStateException("cancelled"));
          }
        });
  }

  private HttpUriRequest request(Call call) {
    RequestBuilder builder = RequestBuilder.create(call.method).setUri(call.uri).setConfig(limits);
    call.headers.forEach(builder::addHeader);
    if (call.body != null) {
      builder.setEntity(new StringEntity(call.body, "UTF-8"));
    }
    return builder.build();
  }

  private static Response response(HttpResponse response) throws IOException {
    return new Response(
        response.getStatusLine().getStatusCode(),
        response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity()));
  }
}
