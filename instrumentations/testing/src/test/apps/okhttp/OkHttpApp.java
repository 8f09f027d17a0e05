package apps;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/** OkHttp, with an interceptor of the application's. */
public final class OkHttpApp implements Client {
  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .connectTimeout(2, TimeUnit.SECONDS)
          .readTimeout(2, TimeUnit.SECONDS)
          .addInterceptor(
              chain -> chain.proceed(chain.request().newBuilder().header("X-App", "yes").build()))
          .build();

  public static void main(String[] arguments) throws IOException {
    ClientDriver.run(new OkHttpApp());
  }

  @Override
  public Response send(Call call, int times) throws Exception {
    Request request = request(call);
    Response response = read(client.newCall(request).execute(), call);
    for (int i = 1; i < times; i++) {
      response = read(client.newCall(request).execute(), call);
    }
    return response;
  }

  @Override
  public void sendAsync(Call call, BiConsumer<Response, Throwable> callback) {
    client
        .newCall(request(call))
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(okhttp3.Call ignored, IOException failure) {
                callback.accept(null, failure);
              }

              @Override
              public void onResponse(okhttp3.Call ignored, okhttp3.Response response)
                  throws IOException {
                callback.accept(read(response, call), null);
              }
            });
  }

  /** The request that the application finds in a response has no trace header but its own. */
  private static Response read(okhttp3.Response response, Call call) throws IOException {
    String own =
        call.headers.entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("traceparent"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    if (!Objects.equals(response.request().header("traceparent"), own)) {
      throw new IllegalStateException("the request changed: " + response.request().headers());
    }
    return new Response(response.code(), response.body().string());
  }

  private static Request request(Call call) {
    Request.Builder builder = new Request.Builder().url(call.uri.toString());
    call.headers.forEach(builder::header);
    return builder
        .method(call.method, call.body == null ? null : RequestBody.create(null, call.body))
        .build();
  }
}
