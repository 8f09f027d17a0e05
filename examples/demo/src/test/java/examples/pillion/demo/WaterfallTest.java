package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WaterfallTest {

  @Test
  void drawsChildrenBelowAndWithinTheirParent() {
    List<String> lines =
        Waterfall.of(
                List.of(
                    span("c", "b", "inventory", "SERVER", 400, 600, false),
                    span("a", "remote", "shop", "SERVER", 0, 1000, false),
                    span("b", "a", "shop", "CLIENT", 200, 800, false)))
            .lines()
            .toList();

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("  shop SERVER").contains("|" + "#".repeat(40) + "|");
    assertThat(lines.get(1)).startsWith("    shop CLIENT").contains("|        ####");
    assertThat(lines.get(2)).startsWith("      inventory SERVER").endsWith("200");
  }

  @Test
  void showsErrorsWithTheirException() {
    String text = Waterfall.of(List.of(span("a", "", "shop", "SERVER", 0, 10, true)));

    assertThat(text).contains("200 ERROR").contains("! java.lang.IllegalStateException: no paper");
  }

  @Test
  void givesAShortSpanAtTheVeryEndABar() {
    String text =
        Waterfall.of(
            List.of(
                span("a", "", "shop", "SERVER", 0, 1_000_000, false),
                span("b", "a", "shop", "CLIENT", 1_000_000, 1_000_000, false)));

    assertThat(text).contains("|" + " ".repeat(39) + "#|");
  }

  @Test
  void drawsNothingOfAnEmptyTrace() {
    assertThat(Waterfall.of(List.of())).isEmpty();
  }

  private static ReceivedSpan span(
      String id, String parent, String service, String kind, long start, long end, boolean error) {
    return new ReceivedSpan(
        new ReceivedSpan.Key("t", id),
        parent,
        service,
        "GET",
        kind,
        start,
        end,
        error,
        Map.of("http.response.status_code", "200"),
        error ? List.of("java.lang.IllegalStateException: no paper") : List.of());
  }
}
