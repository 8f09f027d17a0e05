package io.pillion.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String TRACE = "12345678901234567890123456789012";
  private static final String VALID = "00-" + TRACE + "-1234567890123456-01";

  @ParameterizedTest
  @CsvSource({
    "00-12345678901234567890123456789012-1234567890123456-00, 0",
    "00-12345678901234567890123456789012-1234567890123456-01, 1",
    "00-12345678901234567890123456789012-1234567890123456-02, 2",
    "00-12345678901234567890123456789012-1234567890123456-03, 3",
    "00-12345678901234567890123456789012-1234567890123456-ff, 3",
    "00-12345678901234567890123456789012-1234567890123456-fc, 0",
    "cc-12345678901234567890123456789012-1234567890123456-01, 1",
    "cc-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like, 1",
    "01-12345678901234567890123456789012-1234567890123456-01-, 1",
  })
  void validParentIsTakenWithTheFlagsWeKnow(String header, int flags) {
    assertThat(TraceParent.parse(header))
        .isEqualTo(
            new TraceContext(
                0x1234567890123456L, 0x7890123456789012L, 0x1234567890123456L, flags, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-12345678901234567890123456789012-1234567890123456-01.",
        "00-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like",
        "cc-12345678901234567890123456789012-1234567890123456-01.what-the-future-will-be-like",
        "cc-12345678901234567890123456789012-1234567890123456-011",
        "ff-12345678901234567890123456789012-1234567890123456-01",
        ".0-12345678901234567890123456789012-1234567890123456-01",
        "0.-12345678901234567890123456789012-1234567890123456-01",
        "000-12345678901234567890123456789012-1234567890123456-01",
        "0000-12345678901234567890123456789012-1234567890123456-01",
        "0-12345678901234567890123456789012-1234567890123456-01",
        "00-00000000000000000000000000000000-1234567890123456-01",
        "00-.2345678901234567890123456789012-1234567890123456-01",
        "00-1234567890123456789012345678901.-1234567890123456-01",
        "00-123456789012345678901234567890123-1234567890123456-01",
        "00-1234567890123456789012345678901-1234567890123456-01",
        "00-12345678901234567890123456789012-0000000000000000-01",
        "00-12345678901234567890123456789012-.234567890123456-01",
        "00-12345678901234567890123456789012-123456789012345.-01",
        "00-12345678901234567890123456789012-12345678901234567-01",
        "00-12345678901234567890123456789012-123456789012345-01",
        "00-12345678901234567890123456789012-1234567890123456-.0",
        "00-12345678901234567890123456789012-1234567890123456-0.",
        "00-12345678901234567890123456789012-1234567890123456-001",
        "00-12345678901234567890123456789012-1234567890123456-1",
        "00-ABCDEFABCDEFABCDEFABCDEFABCDEFAB-1234567890123456-01",
        "00_12345678901234567890123456789012_1234567890123456_01",
        "00-\u0661\u0662345678901234567890123456789012-1234567890123456-01",
        "00-12345678901234567890123456789012-1234567890123456-01,"
            + "00-12345678901234567890123456789012-1234567890123456-01",
      })
  void invalidParentIsNone(String header) {
    assertThat(TraceParent.parse(header)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {" %s", "\t%s", "%s ", "%s\t", "\t %s \t"})
  void optionalSpaceAroundIsIgnored(String pattern) {
    assertThat(TraceParent.parse(pattern.replace("%s", VALID))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u2003%s", "%s\n", "\u000b%s", "%s\u0000"})
  void otherWhiteSpaceIsNot(String pattern) {
    assertThat(TraceParent.parse(pattern.replace("%s", VALID))).isNull();
  }

  @Test
  void whatIsFormattedParsesToTheSame() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      TraceContext context =
          new TraceContext(
              random.nextLong(),
              random.nextLong(),
              random.nextLong() | 1,
              random.nextInt(4),
              null,
              null);
      assertThat(TraceParent.parse(TraceParent.format(context))).isEqualTo(context);
    }
  }

  @Test
  void anyTextParsesOrIsNoneAndNothingIsThrown() {
    Random random = new Random(2);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(VALID);
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(0x180));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, "0f-F ,.\u0660".charAt(random.nextInt(8)));
        }
      }
      TraceContext parsed = TraceParent.parse(text.toString());
      if (parsed != null && text.toString().startsWith("00")) {
        assertThat(TraceParent.format(parsed).substring(0, 53)).isEqualTo(text.substring(0, 53));
      }
    }
  }
}
