package io.pillion.ipc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
  private static final String[] PIECES = {
    "a",
    "\u007f",
    "\u0080",
    "ÿ",
    "߿",
    "\u0800",
    "€",
    "\uffff",
    "😀",
    "\ud800",
    "\udc00",
    "\udbff\udfff"
  };

  @Test
  void writesWhatTheJdkWrites() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      String text = randomText(random, random.nextInt(40));
      ByteBuffer out = ByteBuffer.allocate(1024);
      assertThat(Utf8.put(text, out, 1024)).isTrue();
      assertThat(written(out)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void cutsAtACharactersBorderAndSaysSo() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      String text = randomText(random, 60);
      int limit = 4 + random.nextInt(30);
      ByteBuffer out = ByteBuffer.allocate(1024);
      boolean whole = Utf8.put(text, out, limit);
      String read = new String(written(out), StandardCharsets.UTF_8);
      String wanted = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      assertThat(out.position()).isLessThanOrEqualTo(limit);
      assertThat(wanted).startsWith(read);
      assertThat(whole).isEqualTo(read.length() == wanted.length());
    }
  }

  private static byte[] written(ByteBuffer out) {
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static String randomText(Random random, int pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }
}
