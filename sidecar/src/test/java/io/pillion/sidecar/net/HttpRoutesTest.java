package io.pillion.sidecar.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HttpRoutesTest {
  private final HttpRoutes routes =
      HttpRoutes.builder()
          .get("/", call -> HttpReply.text(200, "root"))
          .get("/a", call -> HttpReply.text(200, "a"))
          .route("POST", "/a", call -> HttpReply.text(200, "posted"))
          .getUnder("/under/", call -> HttpReply.text(200, "under " + call.path()))
          .getUnder("/under/deep/", call -> HttpReply.text(200, "deep"))
          .build();

  @Test
  void choosesTheExactPathThenTheLongestPrefix() {
    assertThat(body("GET", "/")).isEqualTo("root");
    assertThat(body("GET", "/a")).isEqualTo("a");
    assertThat(body("HEAD", "/a")).isEqualTo("a");
    assertThat(body("POST", "/a")).isEqualTo("posted");
    assertThat(body("GET", "/under/x")).isEqualTo("under /under/x");
    assertThat(body("GET", "/under/deep/x")).isEqualTo("deep");
  }

  @Test
  void answersUnknownPathsWith404() {
    assertThat(answer("GET", "/b").status()).isEqualTo(404);
    assertThat(answer("GET", "/a/").status()).isEqualTo(404);
    assertThat(answer("GET", "").status()).isEqualTo(404);
  }

  @Test
  void answersOtherMethodsWith405AndTheAllowedOnes() {
    HttpReply reply = answer("DELETE", "/a");

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.headers()).containsEntry("Allow", "GET, HEAD, POST");
  }

  private HttpReply answer(String method, String path) {
    return routes.answer(new HttpCall(method, path, Map.of(), null));
  }

  private String body(String method, String path) {
    return new String(answer(method, path).body(), StandardCharsets.UTF_8).strip();
  }
}
