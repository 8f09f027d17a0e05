package apps;

import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.StringRequestContent;

/** Jetty's HttpClient. */
public final class JettyClientApp implements Client {
  private static final int LIMIT_SECONDS = 2;

  private final HttpClient client = new HttpClient();

  public static void main(String[] arguments) throws Exception {
    JettyClientApp app = new JettyClientApp();
    app.client.start();
    ClientDriver.run(app);
  }

  @Override
  public Response send(Call call, int times) throws Exception {
    ContentResponse response = request(call).send();
    return new Response(response.getStatus(), response.getContentAsString());
  }

  @Override
  public void sendAsync(Call call, BiConsumer<Response, Throwable> callback) {
    request(call)
        .send(
            new BufferingResponseListener() {
              @Override
              public void onComplete(Result result) {
                if (result.isFailed()) {
                  callback.accept(null, result.getFailure());
                } else {
                  callback.accept(
                      new Response(result.getResponse().getStatus(), getContentAsString()), null);
                }
              }
            });
  }

  private Request request(Call call) {
    Request request =
        client.newRequest(call.uri).method(call.method).timeout(LIMIT_SECONDS, TimeUnit.SECONDS);
    call.headers.forEach((name, value) -> request.headers(fields -> fields.put(name, value)));
    if (call.body != null) {
      request.body(new StringRequestContent(call.body));
    }
    return request;
  }
}
