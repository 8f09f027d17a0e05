package apps;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** A server on Vert.x: several verticles, each with its event loop, share a port. */
public final class VertxServerApp extends AbstractVerticle {
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
  public void start() {
    vertx.createHttpServer().requestHandler(VertxServerApp::serve).listen(port, "localhost");
  }

  private static void serve(HttpServerRequest request) {
    request.bodyHandler(
        body -> {
          try {
            Answer answer = Answer.to(new VertxRequest(request, body));
            answer.headers.forEach(request.response()::putHeader);
            request.response().setStatusCode(answer.status).end(answer.body);
          } catch (Exception e) {
            request.response().setStatusCode(500).end();
          }
        });
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
