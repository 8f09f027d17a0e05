package io.pillion.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoTest {
  private final List<String> asked = new ArrayList<>();
  private final Memo<String> memo =
      new Memo<>(
          text -> {
            asked.add(text);
            return text.isEmpty() ? null : text + '!';
          });

  @Test
  void whatComesAgainIsNotMadeAgain() {
    assertThat(memo.of("shop")).isEqualTo("shop!");
    assertThat(memo.of(new String("shop"))).isEqualTo("shop!").isSameAs(memo.of("shop"));
    assertThat(asked).containsExactly("shop");
  }

  @Test
  void textsThatShareAPlaceAreNotMixedUp() {
    // The same hash code.
    assertThat(memo.of("Aa")).isEqualTo("Aa!");
    assertThat(memo.of("BB")).isEqualTo("BB!");
    assertThat(memo.of("Aa")).isEqualTo("Aa!");
    assertThat(asked).containsExactly("Aa", "BB", "Aa");
  }

  @Test
  void nothingIsKeptOfLongTextsNorOfWhatCannotBeMade() {
    String text = "x".repeat(600);
    assertThat(memo.of(text)).isEqualTo(text + '!');
    assertThat(memo.of(text)).isEqualTo(text + '!');
    assertThat(memo.of("")).isNull();
    assertThat(memo.of("")).isNull();
    assertThat(asked).containsExactly(text, text, "", "");
  }

  @Test
  void aSpanIsNamedAfterItsOwnMethodAndRoute() {
    SpanNames names = new SpanNames();
    assertThat(names.of("GET", "/items/{id}")).isEqualTo("GET /items/{id}");
    assertThat(names.of("PUT", "/items/{id}")).isEqualTo("PUT /items/{id}");
    assertThat(names.of("GET", "/items")).isEqualTo("GET /items");
    assertThat(names.of("GET", "/items/{id}")).isEqualTo("GET /items/{id}");
  }
}
