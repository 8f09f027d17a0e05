package io.pillion.instrumentation.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What a server sent on a connection, byte for byte; only the values of Date are left out. */
final class Transcript {
  private static final int LONGEST = 1 << 20;
  private static final int HEAD = 4096;
  private static final int CONTEXT = 160;
  private static final Pattern DATE = Pattern.compile("(?m)^(?i:date): [^\r]*");

  private Transcript() {}

  /** The bytes as text; of a large body only its length and digest. */
  static String of(byte[] received) {
    if (received.length <= LONGEST) {
      return withoutDate(new String(received, StandardCharsets.ISO_8859_1));
    }
    String start = new String(received, 0, HEAD, StandardCharsets.ISO_8859_1);
    int body = start.indexOf("\r\n\r\n") + 4;
    return withoutDate(start.substring(0, body))
        + "length="
        + (received.length - body)
        + " sha256="
        + digest(received, body);
  }

  private static String withoutDate(String text) {
    return DATE.matcher(text).replaceAll("Date: -");
  }

  private static String digest(byte[] bytes, int from) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, from, bytes.length - from);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where two of them part, for a person to read. */
  static String difference(String one, String other) {
    int at = 0;
    while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return "from position " + at + ": '" + around(one, at) + "' / '" + around(other, at) + "'";
  }

  private static String around(String text, int at) {
    return text.substring(
        Math.max(0, Math.min(at, text.length()) - CONTEXT), Math.min(text.length(), at + CONTEXT));
  }
}
