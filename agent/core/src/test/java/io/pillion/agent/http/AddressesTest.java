package io.pillion.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "shop, shop, 0",
        "shop:8080, shop, 8080",
        "shop:, shop, 0",
        "shop:x, shop, 0",
        "shop:65535, shop, 65535",
        "shop:65536, shop, 0",
        "shop:123456, shop, 0",
        "10.0.0.1:80, 10.0.0.1, 80",
        "[::1], ::1, 0",
        "[::1]:80, ::1, 80",
        "::1, ::1, 0",
        "user:pass@shop:80, shop, 80",
        "' shop:80 ', shop, 80",
        "'', -, 0",
        "':80', -, 0",
        "'@', -, 0",
      })
  void authorityIsTakenApart(String authority, @Nullable String host, int port) {
    assertThat(HostPort.parse(authority)).isEqualTo(host == null ? null : new HostPort(host, port));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      quoteCharacter = '~',
      value = {
        // Forwarded, X-Forwarded-For, client.address
        "-, -, 10.0.0.1",
        "-, 1.1.1.1, 1.1.1.1",
        "-, ~1.1.1.1, 2.2.2.2~, 1.1.1.1",
        "-, 1.1.1.1:5000, 1.1.1.1",
        "-, 2001:db8::1, 2001:db8::1",
        "-, [2001:db8::1]:5000, 2001:db8::1",
        "-, unknown, 10.0.0.1",
        "-, ~~, 10.0.0.1",
        "for=1.2.3.4, 1.1.1.1, 1.2.3.4",
        "For=1.2.3.4;proto=https, -, 1.2.3.4",
        "~by=9.9.9.9; for=1.2.3.4, for=5.6.7.8~, -, 1.2.3.4",
        "~proto=https;for=\"[2001:db8::1]:4711\"~, -, 2001:db8::1",
        "~secret=\"a;for=6.6.6.6\";for=1.2.3.4~, -, 1.2.3.4",
        "xfor=6.6.6.6, -, 10.0.0.1",
        "for=_hidden, 1.1.1.1, 1.1.1.1",
        "for=unknown, -, 10.0.0.1",
        "~for=\"1.2.3.4~, -, 1.2.3.4",
        "for, 1.1.1.1, 1.1.1.1",
      })
  void clientIsTheOneFarthestAwayThatIsNamed(
      @Nullable String forwarded, @Nullable String forwardedFor, String address) {
    assertThat(ClientAddress.of(forwarded, forwardedFor, "10.0.0.1")).isEqualTo(address);
  }

  @Test
  void anyTextIsTakenApartWithoutAnException() {
    Random random = new Random(8);
    String alphabet = "for=host;,:[]\"@ 1.a_\u00e9";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String any = text.toString();
      HostPort parsed = HostPort.parse(any);
      if (parsed != null) {
        assertThat(parsed.host()).isNotEmpty().doesNotContain("@");
        assertThat(parsed.port()).isBetween(0, 65_535);
      }
      assertThat(ClientAddress.of(any, any, "10.0.0.1")).isNotNull();
      String host = Forwarded.parameter(any, "host");
      assertThat(host == null || !host.isEmpty()).isTrue();
    }
  }
}
