package io.pillion.ipc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, ::ffff:1.2.3.4",
    "1.2.3.4, ::ffff:102:304",
    "0.0.0.0, ::ffff:0:0",
    "::1, 0:0:0:0:0:0:0:1",
    "::, 0:0:0:0:0:0:0:0",
    "1::, 1:0:0:0:0:0:0:0",
    "2001:db8::a, 2001:0DB8:0:0::000A",
    "fe80::1%eth0, fe80::1",
    "[::1], ::1",
    "[fe80::1%1], fe80::1",
    "64:ff9b::1.2.3.4, 64:ff9b::102:304",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0"
  })
  void spellingsOfOneAddressAreEqual(String first, String second) {
    assertThat(IpAddress.parse(first)).isNotNull().isEqualTo(IpAddress.parse(second));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.04",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "0x1.2.3.4",
        "1.2.3.4 ",
        "+1.2.3.4",
        "1.2.3.4%eth0",
        "[1.2.3.4]",
        "1.2.3.-4",
        ":",
        ":::",
        "1:",
        ":1",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "12345::",
        "g::",
        "::1.2.3",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1.2.3.4:5",
        "fe80::1%",
        "[::1",
        "::1]",
        "[]",
        "%",
        "%:",
        "::1/128",
        "\uff11.2.3.4",
        "::\uff11"
      })
  void anythingElseIsRefused(String text) {
    assertThat(IpAddress.parse(text)).isNull();
  }

  @Test
  void everyPrintedAddressReadsBack() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      for (int zero = random.nextInt(bytes.length); zero > 0; zero--) {
        bytes[random.nextInt(bytes.length)] = 0;
      }
      InetAddress address = InetAddress.getByAddress(bytes);
      assertThat(IpAddress.parse(address.getHostAddress())).isEqualTo(ofBytes(address));
    }
  }

  @Test
  void whatIsReadIsWhatTheJdkReads() throws Exception {
    Random random = new Random(11);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(18);
      for (int j = 0; j < length; j++) {
        text.append("::::..0123af".charAt(random.nextInt(12)));
      }
      String literal = text.toString();
      IpAddress address = IpAddress.parse(literal);
      if (address != null) {
        read++;
        assertThat(address).as(literal).isEqualTo(ofBytes(InetAddress.getByName(literal)));
      }
    }
    assertThat(read).isGreaterThan(50);
  }

  private static IpAddress ofBytes(InetAddress address) {
    byte[] bytes = address.getAddress();
    long high = 0;
    long low = bytes.length == 4 ? 0xffff : 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes.length == 16 && i < 8) {
        high = high << 8 | (bytes[i] & 0xff);
      } else {
        low = low << 8 | (bytes[i] & 0xff);
      }
    }
    return new IpAddress(high, low);
  }
}
