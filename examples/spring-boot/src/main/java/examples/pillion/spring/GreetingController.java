package examples.pillion.spring;

import java.net.http.HttpClient;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** {@code GET /greetings/{name}}. */
@RestController
public class GreetingController {
  private final RestClient words;

  GreetingController(@Value("${words.url:http://127.0.0.1:8081}") String url) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    this.words =
        RestClient.builder()
            .baseUrl(url)
            .requestFactory(new JdkClientHttpRequestFactory(client))
            .build();
  }

  /** What is said, and to whom. */
  public record Greeting(String word, String name) {}

  /** Greets by the word that the other service gives. */
  @GetMapping("/greetings/{name}")
  public Greeting greet(@PathVariable("name") String name) {
    String word = words.get().uri("/word").retrieve().body(String.class);
    return new Greeting(word == null ? "Hello" : word, name);
  }
}
