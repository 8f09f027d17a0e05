package examples.pillion.tracecontext;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Calls by OkHttp. */
final class OkHttpCaller implements Caller {
  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient client =
      new OkHttpClient.Builder().callTimeout(5, TimeUnit.SECONDS).build();

  @Override
  public void post(Call call) throws IOException {
    Request request =
        new Request.Builder()
            .url(call.url().toString())
            .post(RequestBody.create(call.arguments(), JSON))
            .build();
    try (Response response = client.newCall(request).execute()) {
      byte[] unused = response.body() == null ? new byte[0] : response.body().bytes();
    }
  }
}
