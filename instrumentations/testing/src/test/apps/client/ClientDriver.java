package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Makes a client send what the test asks for at {@code /run}: in the request that asks, so that the
 * call has a parent, or on a thread that never served one.
 */
public final class ClientDriver {
  private static final int ROOT_THREADS = 8;

  /** What a parameter of a command starts with that is a header to send. */
  private static final String HEADER = "header.";

  private final Client client;
  private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();

  private ClientDriver(Client client) {
    this.client = client;
  }

  /** Serves until the process ends. */
  public static void run(Client client) throws IOException {
    ClientDriver driver = new ClientDriver(client);
    for (int i = 0; i < ROOT_THREADS; i++) {
      Thread thread = new Thread(driver::work, "root-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newFixedThreadPool(16));
    server.createContext("/run", driver::serve);
    server.start();
    System.out.println("port " + server.getAddress().getPort());
  }

  private void serve(HttpExchange exchange) throws IOException {
    Map<String, String> command = parse(exchange.getRequestURI().getRawQuery());
    Job job = new Job(command);
    if (command.get("parent").equals("true")) {
      job.start();
    } else {
      jobs.add(job);
    }
    byte[] outcome = job.await().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, outcome.length);
    exchange.getResponseBody().write(outcome);
    exchange.close();
  }

  private static Map<String, String> parse(String query) {
    Map<String, String> command = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      command.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return command;
  }

  private void work() {
    try {
      while (true) {
        jobs.take().start();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One command. Its outcome is {@code status=<n> body=<text>} or {@code error=<class>}. */
  private final class Job {
    private final Map<String, String> command;
    private final CompletableFuture<String> outcome = new CompletableFuture<>();

    private Job(Map<String, String> command) {
      this.command = command;
    }

    private Client.Call call() {
      Map<String, String> headers = new LinkedHashMap<>();
      command.forEach(
          (name, value) -> {
            if (name.startsWith(HEADER)) {
              headers.put(name.substring(HEADER.length()), value);
            }
          });
      return new Client.Call(command.get("method"), URI.create(command.get("url")), headers);
    }

    private void start() {
      try {
        if (command.containsKey("callback")) {
          client.sendAsync(call(), this::calledBack);
        } else {
          succeed(client.send(call(), Integer.parseInt(command.getOrDefault("times", "1"))));
        }
      } catch (Throwable e) {
        fail(e);
      }
    }

    /** Calls the test in whatever context the callback has. */
    private void calledBack(Client.Response response, Throwable error) {
      try {
        Child.call(command.get("callback"));
      } catch (Throwable e) {
        fail(e);
      }
      if (error != null) {
        fail(error);
      } else {
        succeed(response);
      }
    }

    private void succeed(Client.Response response) {
      outcome.complete("status=" + response.status + " body=" + response.body);
    }

    private void fail(Throwable e) {
      outcome.complete("error=" + e.getClass().getName());
    }

    private String await() {
      try {
        return outcome.get(30, TimeUnit.SECONDS);
      } catch (Exception e) {
        return "error=" + e;
      }
    }
  }
}
