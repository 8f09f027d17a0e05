package io.pillion.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {

  @ParameterizedTest
  @CsvSource({
    "/health, /health, true",
    "/health, /health/, false",
    "/health, /Health, false",
    "/health*, /health/live, true",
    "/health*, /health, true",
    "*/health, /a/b/health, true",
    "*/health, /health/a, false",
    "/a*b*c, /axxbxxbc, true",
    "/a*b*c, /axxbxxbd, false",
    "*, '', true",
    "'', '', true",
    "'', a, false",
    "**a**, bab, true",
    "a.c, abc, false",
  })
  void starStandsForAnything(String pattern, String text, boolean expected) {
    assertThat(Patterns.exactly(List.of(pattern)).match(text)).isEqualTo(expected);
  }

  @Test
  void caseIsIgnoredWhereAsked() {
    Patterns patterns = Patterns.ignoringCase(List.of("Kube-Probe/*", "x"));
    assertThat(patterns.match("kube-probe/1.31")).isTrue();
    assertThat(patterns.match("KUBE-PROBE/")).isTrue();
    assertThat(patterns.match("X")).isTrue();
    assertThat(patterns.match("a=X&", 2, 3)).isTrue();
    assertThat(patterns.match("y")).isFalse();
  }

  @Test
  void matchesWhatARegularExpressionWould() {
    Random random = new Random(11);
    for (int i = 0; i < 50_000; i++) {
      String pattern = noise(random, "ab*", 6);
      String text = noise(random, "ab", 8);
      assertThat(Patterns.exactly(List.of(pattern)).match(text))
          .as("%s %s", pattern, text)
          .isEqualTo(Pattern.matches(pattern.replace("*", ".*"), text));
    }
  }

  private static String noise(Random random, String alphabet, int longest) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(longest + 1); length > 0; length--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
