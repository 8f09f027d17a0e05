package io.pillion.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases are those of W3C's own test suite for trace context, level 2. */
class TraceStateTest {
  private static final String KEY_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-*/";

  private static String join(String... lines) {
    return TraceState.join(List.of(lines));
  }

  @Test
  void linesAreJoinedInOrder() {
    assertThat(join("foo=1,bar=2", "rojo=1,congo=2", "baz=3"))
        .isEqualTo("foo=1,bar=2,rojo=1,congo=2,baz=3");
  }

  @Test
  void emptyLinesAndMembersAreIgnored() {
    assertThat(join("")).isNull();
    assertThat(join()).isNull();
    assertThat(join(" , \t,")).isNull();
    assertThat(join("foo=1", "")).isEqualTo("foo=1");
    assertThat(join("", "foo=1")).isEqualTo("foo=1");
    assertThat(join("foo=1,,bar=2")).isEqualTo("foo=1,bar=2");
  }

  @Test
  void duplicatedKeysDropAll() {
    assertThat(join("foo=1,foo=1")).isNull();
    assertThat(join("foo=1,foo=2")).isNull();
    assertThat(join("foo=1", "foo=1")).isNull();
    assertThat(join("foo=1", "foo=2")).isNull();
  }

  @Test
  void allAllowedCharactersAreKept() {
    String value =
        IntStream.rangeClosed(0x20, 0x7e)
            .filter(c -> c != ',' && c != '=')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    assertThat(join(KEY_CHARACTERS + "=x" + value + "x"))
        .isEqualTo(KEY_CHARACTERS + "=x" + value + "x");
    assertThat(join(KEY_CHARACTERS + "@a-z0-9_-*/=" + value)).endsWith(value);
  }

  @Test
  void optionalSpaceIsTrimmed() {
    assertThat(join("foo=1 \t , \t bar=2, \t baz=3")).isEqualTo("foo=1,bar=2,baz=3");
    assertThat(join("foo=1\t \t,\t \tbar=2,\t \tbaz=3")).isEqualTo("foo=1,bar=2,baz=3");
    assertThat(join("\t foo=1 \t")).isEqualTo("foo=1");
  }

  @Test
  void blankInsideAValueIsPartOfIt() {
    assertThat(join("foo= a b")).isEqualTo("foo= a b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo =1",
        "FOO=1",
        "foo.bar=1",
        "@foo=1,bar=2",
        "=1",
        "foo",
        "foo=",
        "foo=bar=baz",
        "_a=1",
        "foo=\u00e9",
        "foo=a\tb",
        "foo=\u007f",
        "f\u00f6=1"
      })
  void whatIsNotValidDropsAll(String line) {
    assertThat(join("good=1," + line)).isNull();
    assertThat(join("good=1", line)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo@=1", "foo@@bar=1", "foo@bar@baz=1", "0a=1"})
  void keysAreFreeAfterTheFirstCharacter(String line) {
    assertThat(join(line + ",bar=2")).isEqualTo(line + ",bar=2");
  }

  @Test
  void memberCountLimitIs32() {
    String members =
        IntStream.range(0, 32).mapToObj(i -> "bar" + i + "=" + i).collect(Collectors.joining(","));
    assertThat(join(members)).isEqualTo(members);
    assertThat(join(members, "more=1")).isNull();
    assertThat(join(members + ",more=1")).isNull();
  }

  @Test
  void keyLengthLimitIs256() {
    assertThat(join("z".repeat(256) + "=1")).isNotNull();
    assertThat(join("z".repeat(257) + "=1")).isNull();
    assertThat(join("t".repeat(242) + "@v=1")).isNotNull();
    assertThat(join("t@" + "v".repeat(15) + "=1")).isNotNull();
  }

  @Test
  void valueLengthLimitIs256() {
    assertThat(join("foo=" + "v".repeat(256))).isNotNull();
    assertThat(join("foo=" + "v".repeat(257))).isNull();
  }

  @Test
  void whatIsPassedOnIsValidAndUnchangedByAnotherPass() {
    Random random = new Random(3);
    String alphabet = "ab=,@ \t*/_-0Z~\u0000\u00e9";
    for (int i = 0; i < 50_000; i++) {
      List<String> lines = new ArrayList<>();
      for (int line = random.nextInt(3); line >= 0; line--) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(24); length > 0; length--) {
          text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        lines.add(text.toString());
      }
      String joined = TraceState.join(lines);
      assertThat(TraceState.join(List.of(String.join(",", lines)))).isEqualTo(joined);
      if (joined == null) {
        continue;
      }
      assertThat(TraceState.join(List.of(joined))).isEqualTo(joined);
      Set<String> keys = new HashSet<>();
      for (String member : joined.split(",", -1)) {
        assertThat(member)
            .matches("[a-z0-9][a-z0-9_*/@-]{0,255}=[ -+\\--<>-~]{0,255}[!-+\\--<>-~]");
        assertThat(keys.add(member.substring(0, member.indexOf('=')))).isTrue();
      }
    }
  }
}
