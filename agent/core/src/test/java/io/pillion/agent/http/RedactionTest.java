package io.pillion.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  private static final String SECRET = "hunter2";

  @ParameterizedTest
  @CsvSource({
    "http://h/, http://h/",
    "http://h/a?b=c&d, http://h/a?b=c&d",
    "http://u:p@h/a, http://REDACTED:REDACTED@h/a",
    "http://u@h/a, http://REDACTED:REDACTED@h/a",
    "http://u:p@h?x=1, http://REDACTED:REDACTED@h?x=1",
    "http://u:p@h, http://REDACTED:REDACTED@h",
    "http://u:p@q@h/a, http://REDACTED:REDACTED@h/a",
    "//u:p@h/a, //REDACTED:REDACTED@h/a",
    "http://h/a@b, http://h/a@b",
    "http://h?e=a@b, http://h?e=a@b",
    "http://h#a@b, http://h#a@b",
    "http://h/?sig=s, http://h/?sig=REDACTED",
    "http://h/?sig=s#frag, http://h/?sig=REDACTED",
    "http://h/?signature=s&signed=1, http://h/?signature=s&signed=1",
    "http://h/?SIG=s, http://h/?SIG=s",
    "http://h/?a=1&sig=s=t&b=2, http://h/?a=1&sig=REDACTED&b=2",
    "http://h/?&&sig=s, http://h/?&&sig=REDACTED",
    "http://h/?a;sig=s;t&b, http://h/?a;sig=REDACTED&b",
    "http://h/?a=1;sig=s, http://h/?a=1;sig=REDACTED",
    "http://h/?s%69g=s, http://h/?s%69g=REDACTED",
    "http://h/?sig, http://h/?sig",
    "http://h/?sig=, http://h/?sig=REDACTED",
    "http://h/?AWSAccessKeyId=a&Signature=b&X-Goog-Signature=c&access_token=d,"
        + " http://h/?AWSAccessKeyId=REDACTED&Signature=REDACTED&X-Goog-Signature=REDACTED"
        + "&access_token=REDACTED",
    "http://h/?X-Amz-Credential=a&X-Amz-Signature=b&X-Amz-Security-Token=c&X-Amz-Date=d,"
        + " http://h/?X-Amz-Credential=REDACTED&X-Amz-Signature=REDACTED"
        + "&X-Amz-Security-Token=REDACTED&X-Amz-Date=d",
    "mailto:a@b, mailto:a@b",
  })
  void urlIsRecordedWithoutCredentials(String url, String recorded) {
    assertThat(Redaction.url(url)).isEqualTo(recorded);
  }

  @Test
  void queryThatIsAbsentOrEmptyIsLeftOut() {
    assertThat(Redaction.queryOrNull(null)).isNull();
    assertThat(Redaction.queryOrNull("")).isNull();
    assertThat(Redaction.queryOrNull("a=1")).isEqualTo("a=1");
    assertThat(Redaction.url(null)).isNull();
  }

  @Test
  void noSecretLeaksAndNothingIsThrownWhateverStandsAround() {
    Random random = new Random(6);
    String[] names = {"sig", "Signature", "access_token", "X-Amz-Signature", "s%69g"};
    for (int i = 0; i < 50_000; i++) {
      String before = noise(random, "abc=&;%2x+.");
      String query =
          (before.isEmpty() ? "" : before + "&")
              + names[random.nextInt(names.length)]
              + "="
              + SECRET
              + noise(random, "abc=;%#?@/")
              + "&"
              + noise(random, "abc=&;%#?@/");
      assertThat(Redaction.queryOrNull(query)).doesNotContain(SECRET);
      String url =
          "http://" + noise(random, "ab:@%") + SECRET + noise(random, "ab:@%") + "@host/p?" + query;
      assertThat(Redaction.url(url)).doesNotContain(SECRET).contains("@host/p?");
    }
  }

  @Test
  void anyTextIsRedactedWithoutAnException() {
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      String text = noise(random, "sig=&;%#?@/:[]2\u00e9\ud800 ");
      assertThat(Redaction.url(text)).isNotNull();
      String redacted = Redaction.queryOrNull(text);
      assertThat(redacted == null).isEqualTo(text.isEmpty());
    }
  }

  private static String noise(Random random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(12); length > 0; length--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
