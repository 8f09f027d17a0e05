package io.pillion.agent.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls a server with a client that the agent does not instrument, and prints what came back. */
final class TestClient {
  private static final int THREADS = 8;
  private static final int CALLS_PER_THREAD = 100;

  private final String base;

  TestClient(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  /** Prints status, headers and body of one call. */
  void call(String method, String path) throws IOException {
    HttpURLConnection connection = open(method, path);
    connection.setRequestProperty("traceparent", "from-client");
    int status;
    try {
      status = connection.getResponseCode();
    } catch (IOException e) {
      System.out.println("behaviour " + method + " " + path + " no response");
      return;
    }
    System.out.println(
        "behaviour "
            + method
            + " "
            + path
            + " status="
            + status
            + " headers="
            + headers(connection)
            + " body="
            + body(connection, status)
                .replace(base, "http://server")
                .replace("\n", "\\n")
                .replace("\r", ""));
  }

  /** Prints the status only, for answers whose page the container makes up. */
  void callStatus(String method, String path) throws IOException {
    HttpURLConnection connection = open(method, path);
    int status = connection.getResponseCode();
    String body = body(connection, status);
    System.out.println(
        "behaviour " + method + " " + path + " status=" + status + " body=" + !body.isEmpty());
  }

  /** Prints how many of many concurrent calls on kept-alive connections got another's answer. */
  void callConcurrently(String path) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<Integer>> results = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int first = thread * CALLS_PER_THREAD;
      results.add(threads.submit(mixUps(path, first)));
    }
    int mixUps = 0;
    for (Future<Integer> result : results) {
      mixUps += result.get();
    }
    threads.shutdown();
    System.out.println("behaviour mix-ups=" + mixUps);
  }

  private Callable<Integer> mixUps(String path, int first) {
    return () -> {
      int mixUps = 0;
      for (int id = first; id < first + CALLS_PER_THREAD; id++) {
        HttpURLConnection connection = open("GET", path + "?id=" + id);
        if (!body(connection, connection.getResponseCode()).equals("id=" + id)) {
          mixUps++;
        }
      }
      return mixUps;
    };
  }

  private HttpURLConnection open(String method, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(base + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setReadTimeout(20_000);
    return connection;
  }

  private static Map<String, List<String>> headers(HttpURLConnection connection) {
    Map<String, List<String>> headers = new TreeMap<>();
    connection
        .getHeaderFields()
        .forEach(
            (name, values) -> {
              if (name != null && !name.equalsIgnoreCase("Date")) {
                headers.put(name.toLowerCase(Locale.ROOT), values);
              }
            });
    return headers;
  }

  private static String body(HttpURLConnection connection, int status) throws IOException {
    try (InputStream in =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
