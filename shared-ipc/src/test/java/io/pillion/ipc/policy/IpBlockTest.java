package io.pillion.ipc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpBlockTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "10.0.0.0/8, ::ffff:10.1.1.1, true",
    "::ffff:10.0.0.0/104, 10.1.1.1, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.7/32, 192.0.2.7, true",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "::/0, ::1, true",
    "::/0, 10.0.0.1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:db8::/64, 2001:db8::ffff:0:0:1, true",
    "2001:db8::/65, 2001:db8:0:0:8000::, false",
    "::1, ::1, true"
  })
  void containsTheAddressesOfItsFamilyWithItsPrefix(String block, String address, boolean inside) {
    IpAddress parsed = IpAddress.parse(address);
    assertThat(parsed).isNotNull();
    assertThat(IpBlock.parse(block).contains(parsed)).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0/8",
        "::/129",
        "::1%eth0",
        "[::1]/128",
        "10.0.0.0/8/8",
        "shop",
        "10.0.0.0/ 8"
      })
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> IpBlock.parse(text));
  }

  @Test
  void agreesWithArithmeticOnRandomBlocks() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      int prefix = random.nextInt(129);
      IpAddress base = new IpAddress(random.nextLong(), random.nextLong());
      int flip = random.nextInt(128);
      IpAddress other =
          flip < 64
              ? new IpAddress(base.high() ^ (1L << (63 - flip)), base.low())
              : new IpAddress(base.high(), base.low() ^ (1L << (127 - flip)));
      IpBlock block = IpBlock.parse(hex(base) + "/" + prefix);
      assertThat(block.contains(base)).isTrue();
      assertThat(block.contains(other)).as("%s %s", block, flip).isEqualTo(flip >= prefix);
    }
  }

  private static String hex(IpAddress address) {
    BigInteger value =
        new BigInteger(Long.toUnsignedString(address.high()))
            .shiftLeft(64)
            .add(new BigInteger(Long.toUnsignedString(address.low())));
    String digits = String.format("%032x", value);
    return digits.replaceAll("(.{4})(?=.)", "$1:");
  }
}
