package io.pillion.agent.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An application that calls others with {@code java.net.http.HttpClient}. */
public final class ClientApp {
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  private final CountDownLatch release = new CountDownLatch(1);
  private final String base;

  private ClientApp(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  /**
   * Calls a server of its own.
   *
   * @param arguments {@code record} if the agent is present
   */
  public static void main(String[] arguments) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    ClientApp app = new ClientApp(server.getAddress().getPort());
    app.serve(server);
    server.start();
    Recorder recorder = arguments.length > 0 ? Recorder.install() : null;
    app.run();
    app.release.countDown();
    server.stop(0);
    threads.shutdown();
    if (recorder != null) {
      recorder.print();
    }
  }

  private void serve(HttpServer server) {
    server.createContext("/echo", exchange -> echo(exchange));
    server.createContext(
        "/redirect",
        exchange -> {
          exchange.getResponseHeaders().set("Location", base + "/echo");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/never",
        exchange -> {
          try {
            boolean released = release.await(30, TimeUnit.SECONDS);
            exchange.sendResponseHeaders(released ? 204 : 500, -1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
  }

  /** Answers with how many trace headers arrived, and which. */
  private static void echo(HttpExchange exchange) throws IOException {
    List<String> headers = exchange.getRequestHeaders().get("traceparent");
    byte[] body = ("traceparent=" + headers).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void run() throws Exception {
    HttpRequest request = get("/echo?case=sync").header("X-App", "yes").build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    System.out.println("body sync " + response.body());
    System.out.println(
        "behaviour sync status="
            + response.statusCode()
            + " request="
            + response.request().getClass().getName()
            + " uri="
            + response.request().uri().getPath()
            + " app-header="
            + response.request().headers().firstValue("X-App"));

    System.out.println("body reuse " + client.send(request, BodyHandlers.ofString()).body());
    System.out.println("behaviour reused-request headers=" + request.headers().map());

    HttpRequest own =
        get("/echo?case=own").header("TraceParent", "a").header("traceparent", "b").build();
    System.out.println("body own " + client.send(own, BodyHandlers.ofString()).body());

    System.out.println(
        "body redirect "
            + client.send(get("/redirect?case=redirect").build(), BodyHandlers.ofString()).body());
    System.out.println(
        "body async "
            + client
                .sendAsync(get("/echo?case=async").build(), BodyHandlers.ofString())
                .get()
                .body());
    resend(response);
    fail();
    cancel();
    timeOut();
  }

  private void resend(HttpResponse<String> response) throws Exception {
    System.out.println(
        "body resend " + client.send(response.request(), BodyHandlers.ofString()).body());
  }

  private void fail() throws Exception {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    HttpRequest refused =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + closedPort + "/refused")).build();
    try {
      client.send(refused, BodyHandlers.ofString());
    } catch (IOException e) {
      System.out.println("behaviour refused " + e.getClass().getName());
    }
    try {
      client.sendAsync(refused, BodyHandlers.ofString()).get();
    } catch (ExecutionException e) {
      System.out.println("behaviour refused-async " + e.getCause().getClass().getName());
    }
    try {
      client.sendAsync(null, BodyHandlers.ofString()).get();
    } catch (NullPointerException e) {
      System.out.println("behaviour null-request " + e.getClass().getName());
    }
  }

  private void cancel() {
    CompletableFuture<HttpResponse<String>> future =
        client.sendAsync(get("/never?case=cancel").build(), BodyHandlers.ofString());
    // isCancelled depends on which of the client's threads comes first, with and without an agent.
    System.out.println(
        "behaviour cancel="
            + future.cancel(true)
            + " failed="
            + future.isCompletedExceptionally()
            + " type="
            + future.getClass().getName());
  }

  private void timeOut() throws Exception {
    HttpRequest request = get("/never?case=timeout").timeout(Duration.ofMillis(300)).build();
    try {
      client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      System.out.println("behaviour timeout " + e.getClass().getName());
    }
  }

  private HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }
}
