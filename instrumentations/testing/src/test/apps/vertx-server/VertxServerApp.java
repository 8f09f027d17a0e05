package apps;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on Vert.x: several verticles share a port. Answers are made elsewhere, so that requests
 * on the same connection wait for their turn.
 */
public final class VertxServerApp extends AbstractVerticle {
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(8);

  private static int port;

  public static void main(String[] arguments) throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Vertx.vertx()
        .deployVerticle(VertxServerApp.class.getName(), new DeploymentOptions().setInstances(4))
        .onComplete(
            deployed ->
                System.out.println(
                    deployed.succeeded() ? "port " + port : "failed " + deployed.cause()));
  }

  @Override
  public void start(Promise<Void> started) {
    vertx
        .createHttpServer()
        .requestHandler(VertxServerApp::serve)
        .listen(port, "localhost")
        .onComplete(
            listening -> {
              if (listening.succeeded()) {
                started.complete();
              } else {
                started.fail(listening.cause());
              }
            });
  }

  private static void serve(HttpServerRequest request) {
    Context context = Vertx.currentContext();
    request.bodyHandler(
        body -> THREADS.execute(() -> answer(context, request, new VertxRequest(request, body))));
  }

  private static void answer(Context context, HttpServerRequest to, Answer.Request request) {
    try {
      Answer answer = Answer.to(request);
      context.runOnContext(
          ready -> {
            answer.headers.forEach(to.response()::putHeader);
            to.response().setStatusCode(answer.status).end(answer.body);
          });
    } catch (Exception e) {
      context.runOnContext(ready -> to.response().setStatusCode(500).end());
    }
  }

  private static final class VertxRequest implements Answer.Request {
    private final HttpServerRequest request;
    private final Buffer body;

    private VertxRequest(HttpServerRequest request, Buffer body) {
      this.request = request;
      this.body = body;
    }

    @Override
    public String path() {
      return request.path();
    }

    @Override
    public String query() {
      return request.query() == null
          ? null
          : URLDecoder.decode(request.query(), StandardCharsets.UTF_8);
    }

    @Override
    public String header(String name) {
      return request.getHeader(name);
    }

    @Override
    public String body() {
      return body.toString();
    }
  }
}
