package io.pillion.instrumentation.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What the equality test asks of a server. */
final class Conversations {
  static final int LARGE = 20 << 20;
  static final int CONNECTIONS = 100;
  static final int PIPELINED = 250;

  private static final String CLOSE = "Host: localhost\r\nConnection: close\r\n";

  private Conversations() {}

  /** One after the other, then {@link #CONNECTIONS} at once. */
  static Map<String, String> transcripts(int port) throws Exception {
    Map<String, String> transcripts = new TreeMap<>();
    for (Conversation conversation : alone()) {
      transcripts.put(conversation.name(), conversation.with(port));
    }
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      Map<String, Future<String>> pending = new TreeMap<>();
      for (Conversation conversation : atOnce()) {
        pending.put(conversation.name(), threads.submit(() -> conversation.with(port)));
      }
      for (Map.Entry<String, Future<String>> entry : pending.entrySet()) {
        transcripts.put(entry.getKey(), entry.getValue().get(2, TimeUnit.MINUTES));
      }
    } finally {
      threads.shutdownNow();
    }
    return transcripts;
  }

  /** How many requests all of them are. */
  static int requests() {
    return alone().stream().mapToInt(Conversation::requests).sum()
        + atOnce().stream().mapToInt(Conversation::requests).sum();
  }

  private static List<Conversation> alone() {
    List<Conversation> all = new ArrayList<>();
    for (String target :
        List.of(
            "/fixed/0",
            "/fixed/5",
            "/fixed/100000",
            "/chunked/0",
            "/chunked/5",
            "/chunked/100000",
            "/status/200",
            "/status/201",
            "/status/204",
            "/status/302",
            "/status/304",
            "/status/404",
            "/status/418",
            "/status/500",
            "/status/503",
            "/error/403",
            "/error/404",
            "/error/500",
            "/async/30000",
            "/headers?a=b&c&%20=%zz",
            "/fail",
            "/cut/1000",
            "/missing",
            "/a/../fixed/5",
            "//fixed/5",
            "/fixed/5;v=1",
            "/fixed/%zz",
            "/%66ixed/5",
            "http://localhost/fixed/5")) {
      all.add(alone("GET " + target, ""));
    }
    for (String start :
        List.of(
            "HEAD /fixed/1000",
            "HEAD /chunked/1000",
            "HEAD /status/404",
            "OPTIONS *",
            "OPTIONS /headers",
            "TRACE /headers",
            "TEST /headers",
            "DELETE /status/204",
            "get /fixed/5")) {
      all.add(alone(start, ""));
    }
    all.addAll(heads());
    all.addAll(bodies());
    all.addAll(endings());
    return all;
  }

  private static Conversation alone(String start, String headers) {
    return Conversation.whole(
        start + (headers.isEmpty() ? "" : " with " + headers.strip()),
        start + " HTTP/1.1\r\n" + CLOSE + headers + "\r\n");
  }

  private static List<Conversation> heads() {
    return List.of(
        alone(
            "GET /headers",
            "X-Several: 1\r\nx-several: 2\r\nX-Empty:\r\nAccept:  text/html \r\n"
                + "Cookie: a=b; c=d\r\nUser-Agent: equality\r\n"),
        alone(
            "GET /headers",
            "traceparent: 00-12345678901234567890123456789012-1234567890123456-01\r\n"
                + "tracestate: a=b\r\nbaggage: c=d\r\nb3: 0\r\nX-Forwarded-For: 1.2.3.4\r\n"),
        alone("GET /headers", "X-Long: " + "x".repeat(7_000) + "\r\n"),
        alone("GET /headers", "X-Too-Long: " + "x".repeat(70_000) + "\r\n"),
        alone("GET /headers", "no colon\r\n"),
        alone("GET /headers", "Host: another\r\n"),
        alone("GET /headers", "Expect: something\r\n"),
        Conversation.whole("HTTP/1.0", "GET /headers HTTP/1.0\r\nHost: h\r\n\r\n"),
        Conversation.whole("HTTP/1.0 without host", "GET /fixed/5 HTTP/1.0\r\n\r\n"),
        Conversation.whole("HTTP/1.0 chunked", "GET /chunked/1000 HTTP/1.0\r\n\r\n"),
        Conversation.whole(
            "HTTP/1.1 without host", "GET /fixed/5 HTTP/1.1\r\nConnection: close\r\n\r\n"),
        Conversation.whole("HTTP/9.9", "GET /fixed/5 HTTP/9.9\r\n" + CLOSE + "\r\n"),
        Conversation.whole("no HTTP", "hello\r\n\r\n"));
  }

  private static List<Conversation> bodies() {
    String half = "x".repeat(LARGE / 2);
    String chunk = Integer.toHexString(LARGE / 2) + "\r\n" + half + "\r\n";
    return List.of(
        posted("/echo", "", "hello"),
        posted("/echo", "Content-Type: text/plain\r\n", "hello"),
        posted("/echo", "Expect: 100-continue\r\n", "hello"),
        posted("/fixed/5", "", "a body that nobody reads"),
        Conversation.whole(
            "POST /echo in chunks",
            "POST /echo HTTP/1.1\r\n"
                + CLOSE
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n1;extension=1\r\n,\r\n6\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n"),
        Conversation.broken(
            "POST /echo in chunks, broken",
            "POST /echo HTTP/1.1\r\n" + CLOSE + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello"),
        alone("GET /fixed/" + LARGE, ""),
        alone("GET /chunked/" + LARGE, ""),
        large("POST /count", posting("/count", "Content-Length: " + LARGE, half + half)),
        large(
            "POST /count in chunks",
            posting("/count", "Transfer-Encoding: chunked", chunk + chunk + "0\r\n\r\n")));
  }

  private static Conversation posted(String path, String headers, String body) {
    return Conversation.whole(
        "POST " + path + " with " + headers + body,
        posting(path, headers + "Content-Length: " + body.length(), body));
  }

  private static String posting(String path, String header, String body) {
    return "POST " + path + " HTTP/1.1\r\n" + CLOSE + header + "\r\n\r\n" + body;
  }

  private static Conversation large(String name, String sent) {
    return Conversation.whole(name + ", " + LARGE + " bytes", sent);
  }

  private static List<Conversation> endings() {
    String upgrade =
        "GET /upgrade HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: shout\r\n\r\n";
    List<Conversation> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(
          Conversation.left(
              "download left early " + i,
              "GET /fixed/" + LARGE + " HTTP/1.1\r\n" + CLOSE + "\r\n",
              1_000 * i));
      all.add(
          Conversation.left(
              "upload left early " + i,
              posting("/echo", "Content-Length: 10000", "x".repeat(1_000 * i)),
              0));
      all.add(Conversation.upgraded("upgrade " + i, upgrade, "hello world".repeat(50 * i) + "."));
    }
    return all;
  }

  private static List<Conversation> atOnce() {
    List<Conversation> all = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      StringBuilder sent = new StringBuilder();
      for (int j = 1; j < PIPELINED; j++) {
        sent.append(request(i, j));
      }
      sent.append("GET /fixed/7 HTTP/1.1\r\n").append(CLOSE).append("\r\n");
      all.add(
          Conversation.whole(
              "pipelined " + i, PIPELINED, sent.toString().getBytes(StandardCharsets.ISO_8859_1)));
    }
    return all;
  }

  /** A mixture in which each request tells who sent it. */
  private static String request(int connection, int number) {
    String mark = connection + "-" + number;
    String head = " HTTP/1.1\r\nHost: localhost\r\nX-Mark: " + mark + "\r\n";
    return switch (number % 7) {
      case 0 -> "GET /fixed/" + (connection + number) + head + "\r\n";
      case 1 -> "GET /chunked/" + (connection + number) + head + "\r\n";
      case 2 -> "GET /status/" + (number % 2 == 0 ? 404 : 418) + head + "\r\n";
      case 3 -> "POST /echo" + head + "Content-Length: " + mark.length() + "\r\n\r\n" + mark;
      case 4 ->
          "POST /echo"
              + head
              + "Transfer-Encoding: chunked\r\n\r\n"
              + Integer.toHexString(mark.length())
              + "\r\n"
              + mark
              + "\r\n0\r\n\r\n";
      case 5 -> "GET /async/" + connection + head + "\r\n";
      default -> "GET /headers?" + mark + head + "\r\n";
    };
  }
}
