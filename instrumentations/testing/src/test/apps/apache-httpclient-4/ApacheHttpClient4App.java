package apps;

import java.io.IOException;
import java.util.function.BiConsumer;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

/** Apache HttpClient 4. */
public final class ApacheHttpClient4App implements Client {
  private static final int LIMIT_MILLIS = 2_000;

  private final RequestConfig limits =
      RequestConfig.custom().setConnectTimeout(LIMIT_MILLIS).setSocketTimeout(LIMIT_MILLIS).build();
  private final CloseableHttpClient client =
      HttpClients.custom()
          .setDefaultRequestConfig(limits)
          .setMaxConnPerRoute(32)
          .setMaxConnTotal(64)
          .build();

  public static void main(String[] arguments) throws IOException {
    ClientDriver.run(new ApacheHttpClient4App());
  }

  @Override
  public Response send(Call call, int times) throws Exception {
    RequestBuilder builder = RequestBuilder.create(call.method).setUri(call.uri).setConfig(limits);
    call.headers.forEach(builder::addHeader);
    if (call.body != null) {
      builder.setEntity(new StringEntity(call.body));
    }
    HttpUriRequest request = builder.build();
    Response response = send(request);
    for (int i = 1; i < times; i++) {
      response = send(request);
    }
    if (request.getAllHeaders().length != call.headers.size()) {
      throw new IllegalStateException("the request changed");
    }
    return response;
  }

  private Response send(HttpUriRequest request) throws IOException {
    return client.execute(
        request,
        response ->
            new Response(
                response.getStatusLine().getStatusCode(),
                response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity())));
  }

  @Override
  public void sendAsync(Call call, BiConsumer<Response, Throwable> callback) {
    throw new UnsupportedOperationException();
  }
}
