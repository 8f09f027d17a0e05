package io.pillion.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final String SECRET = "hunter2";

  private final Redaction redaction = new Redaction(true, Redaction.DEFAULT);

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
    "http://h/?signature=s&signed=1, http://h/?signature=REDACTED&signed=1",
    "http://h/?SIG=s, http://h/?SIG=REDACTED",
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
        + "&X-Amz-Security-Token=REDACTED&X-Amz-Date=REDACTED",
    "http://h/cb#access_token=s&state=1, http://h/cb#access_token=REDACTED&state=1",
    "http://h/cb?a=1#id_token=s, http://h/cb?a=1#id_token=REDACTED",
    "http://u:p@h#a=b, http://REDACTED:REDACTED@h#a=b",
    "http://h/?next=/cb?token=s&b=2, http://h/?next=/cb?token=REDACTED&b=2",
    "http://h/?next=%2Fcb%3Ftoken%3Ds%26c%3D1&b=2, http://h/?next=%2Fcb%3Ftoken%3DREDACTED&b=2",
    "http://h/?a=1%26password=s, http://h/?a=1%26password=REDACTED",
    "http://h/?a=%zz%3&%=%&b=%4, http://h/?a=%zz%3&%=%&b=%4",
    "mailto:a@b, mailto:a@b",
    "http://h/a;jsessionid=s?b=1, http://h/a;jsessionid=REDACTED?b=1",
    "http://u:p@h/a;v=1;token=s/b;c, http://REDACTED:REDACTED@h/a;v=1;token=REDACTED/b;c",
  })
  void urlIsRecordedWithoutCredentials(String url, String recorded) {
    assertThat(redaction.url(url)).isEqualTo(recorded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "user.password",
        "PASSWD",
        "pwd",
        "token",
        "access_token",
        "id_token",
        "refresh_token",
        "csrfToken",
        "api_key",
        "apikey",
        "apiKey",
        "x-api-key",
        "client_secret",
        "secret",
        "code",
        "sig",
        "signature",
        "X-Amz-Algorithm",
        "x-goog-credential",
        "client_assertion",
        "SAMLResponse",
        "jwt",
        "key",
        "ticket",
        "JSESSIONID",
        "session_id",
        "authorization"
      })
  void valueOfAParameterThatNamesASecretIsNotRecorded(String name) {
    assertThat(redaction.queryOrNull("a=1&" + name + "=hunter2&b=2"))
        .isEqualTo("a=1&" + name + "=REDACTED&b=2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"page", "country_code", "coded", "author", "design", "keyword", "q", ""})
  void anyOtherValueIsRecorded(String name) {
    assertThat(redaction.queryOrNull("a=1&" + name + "=v&b=2")).isEqualTo("a=1&" + name + "=v&b=2");
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a",
    "/a;v=1/b, /a;v=1/b",
    "/a;JSESSIONID=s, /a;JSESSIONID=REDACTED",
    "/a;jsession%69d=s/b;token=t;x, /a;jsession%69d=REDACTED/b;token=REDACTED;x",
    "/a;token/b=c, /a;token/b=c",
    "';', ';'",
  })
  void pathIsRecordedWithoutTheValuesOfSecretParameters(String path, String recorded) {
    assertThat(redaction.path(path)).isEqualTo(recorded);
  }

  @Test
  void listOfTheOperatorReplacesTheDefault() {
    Redaction own = new Redaction(true, List.of("Pin", "my-*"));
    assertThat(own.queryOrNull("pin=1&MY-x=2&token=3"))
        .isEqualTo("pin=REDACTED&MY-x=REDACTED&token=3");
    assertThat(own.url("http://u:p@h/?pin=1"))
        .isEqualTo("http://REDACTED:REDACTED@h/?pin=REDACTED");
    assertThat(new Redaction(true, List.of()).queryOrNull("token=3")).isEqualTo("token=3");
  }

  @Test
  void queriesMayBeLeftOutWhole() {
    Redaction dropping = new Redaction(false, Redaction.DEFAULT);
    assertThat(dropping.queryOrNull("a=1")).isNull();
    assertThat(dropping.url("http://u:p@h/a?b=1#c")).isEqualTo("http://REDACTED:REDACTED@h/a");
    assertThat(dropping.url("http://h/a#c")).isEqualTo("http://h/a");
  }

  @Test
  void queryThatIsAbsentOrEmptyIsLeftOut() {
    assertThat(redaction.queryOrNull(null)).isNull();
    assertThat(redaction.queryOrNull("")).isNull();
    assertThat(redaction.queryOrNull("a=1")).isEqualTo("a=1");
    assertThat(redaction.url(null)).isNull();
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
      assertThat(redaction.queryOrNull(query)).doesNotContain(SECRET);
      String url =
          "http://" + noise(random, "ab:@%") + SECRET + noise(random, "ab:@%") + "@host/p?" + query;
      assertThat(redaction.url(url)).doesNotContain(SECRET).contains("@host/p?");
      assertThat(redaction.urls("<" + url + ">, <" + url + ">")).doesNotContain(SECRET);
    }
  }

  @Test
  void anyTextIsRedactedWithoutAnException() {
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      String text = noise(random, "sig=&;%#?@/:[]2\u00e9\ud800 ");
      assertThat(redaction.url(text)).isNotNull();
      assertThat(redaction.path(text)).isNotNull();
      assertThat(redaction.urls(text)).isNotNull();
      String redacted = redaction.queryOrNull(text);
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
