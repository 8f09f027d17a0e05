package examples.pillion.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Greets in words that it asks another service for: one call out for each request. */
@SpringBootApplication
public class GreetingApplication {

  /** Takes Spring Boot's arguments; {@code --words.url=...} names the other service. */
  public static void main(String[] arguments) {
    SpringApplication.run(GreetingApplication.class, arguments);
  }
}
