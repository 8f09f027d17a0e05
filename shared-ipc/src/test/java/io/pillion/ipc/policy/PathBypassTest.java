package io.pillion.ipc.policy;

import static io.pillion.ipc.policy.Policies.allow;
import static io.pillion.ipc.policy.Policies.deny;
import static io.pillion.ipc.policy.Policies.get;
import static io.pillion.ipc.policy.Policies.paths;
import static io.pillion.ipc.policy.Policies.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Random odd paths against imitations of servers, each written apart from the evaluator's code. */
class PathBypassTest {
  private static final List<String> PIECES =
      List.of(
          "/",
          "/",
          "/",
          "admin",
          "public",
          "a",
          "..",
          ".",
          "%2e",
          "%2E",
          "%2f",
          "%5c",
          "\\",
          ";",
          ";x=1",
          "%3b",
          "%61dmin",
          "%70ublic",
          "//",
          "%20",
          "%25",
          "%c3%a9");

  private static final List<UnaryOperator<String>> SERVERS =
      List.of(
          raw -> resolve(decode(withoutParameters(raw))),
          raw -> resolve(withoutParameters(decode(raw))),
          raw -> resolve(decode(withoutParameters(raw)).replace('\\', '/')),
          raw -> resolve(withoutParameters(decode(raw).replace('\\', '/'))),
          raw -> resolve(decode(resolve(withoutParameters(raw)))),
          raw -> resolve(decode(withoutParameters(resolve(raw)))),
          raw -> resolve(withoutParameters(decode(resolve(raw)))),
          raw -> resolve(decode(resolve(withoutParameters(raw)))).replace('\\', '/'),
          PathBypassTest::normalisedUri);

  @Test
  void whateverAServerActsOnAsDeniedIsDenied() {
    PolicySnapshot policy = snapshot(deny("d", paths("/admin", "/a/admin")));
    int reached = 0;
    for (String path : randomPaths(60_000)) {
      for (UnaryOperator<String> server : SERVERS) {
        String target = server.apply(path);
        if (target.equals("/admin") || target.equals("/a/admin")) {
          reached++;
          assertThat(policy.evaluate(get(path)).allowed()).as(path).isFalse();
        }
      }
    }
    assertThat(reached).isGreaterThan(200);
  }

  @Test
  void whatIsAllowedIsInsideForEveryServer() {
    PolicySnapshot policy = snapshot(allow("a", paths("/public/*")));
    int allowed = 0;
    for (String path : randomPaths(60_000)) {
      if (policy.evaluate(get(path)).allowed()) {
        allowed++;
        for (UnaryOperator<String> server : SERVERS) {
          assertThat(server.apply(path)).as(path).startsWith("/public/");
        }
      }
    }
    assertThat(allowed).isGreaterThan(200);
  }

  private static List<String> randomPaths(int count) {
    Random random = new Random(count);
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder path = new StringBuilder(random.nextInt(3) == 0 ? "/public/" : "/");
      for (int piece = random.nextInt(9); piece >= 0; piece--) {
        path.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      paths.add(path.toString());
    }
    return paths;
  }

  private static String withoutParameters(String path) {
    return path.replaceAll(";[^/]*", "");
  }

  private static String decode(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String normalisedUri(String raw) {
    String legal = raw.replace("\\", "%5c").replaceAll("/+", "/");
    String path = URI.create("http://host" + legal).normalize().getPath();
    return resolve(withoutParameters(path));
  }

  private static String resolve(String path) {
    List<String> kept = new ArrayList<>();
    boolean directory = true;
    for (String segment : path.split("/", -1)) {
      directory = segment.isEmpty() || segment.equals(".") || segment.equals("..");
      if (segment.equals("..") && !kept.isEmpty()) {
        kept.remove(kept.size() - 1);
      } else if (!directory) {
        kept.add(segment);
      }
    }
    String joined = "/" + String.join("/", kept);
    return directory && !kept.isEmpty() ? joined + "/" : joined;
  }
}
