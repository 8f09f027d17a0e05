package io.pillion.ipc.policy;

import java.nio.charset.StandardCharsets;

/**
 * One value of a policy's {@code methods} or {@code hosts}: {@code x} exact, {@code x*} prefix,
 * {@code *x} suffix, {@code *} any non-empty value. Only one leading or trailing star is special, a
 * leading one first; any other star is a literal.
 */
public final class StringPattern {
  /** The longest pattern, in UTF-8 bytes. */
  public static final int MAX_BYTES = 4096;

  private enum Kind {
    EXACT,
    PREFIX,
    SUFFIX,
    PRESENT
  }

  private final String source;
  private final Kind kind;
  private final String text;

  private StringPattern(String source, Kind kind, String text) {
    this.source = source;
    this.kind = kind;
    this.text = text;
  }

  /**
   * The pattern written so.
   *
   * @throws IllegalArgumentException if it is empty, too long or not encodable
   */
  public static StringPattern of(String source) {
    requireEncodable(source);
    if (source.equals("*")) {
      return new StringPattern(source, Kind.PRESENT, "");
    }
    if (source.startsWith("*")) {
      return new StringPattern(source, Kind.SUFFIX, source.substring(1));
    }
    if (source.endsWith("*")) {
      return new StringPattern(source, Kind.PREFIX, source.substring(0, source.length() - 1));
    }
    return new StringPattern(source, Kind.EXACT, source);
  }

  private static void requireEncodable(String source) {
    if (source.isEmpty()) {
      throw new IllegalArgumentException(
          "empty value never matches; remove it, or use \"*\" for any value");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(source)) {
      throw new IllegalArgumentException("value has an unpaired surrogate; write a real character");
    }
    int bytes = source.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "value too long: maxBytes=" + MAX_BYTES + ", bytes=" + bytes + "; shorten it");
    }
  }

  /** The same kind of pattern about another text. */
  StringPattern about(String otherText) {
    return otherText.equals(text) ? this : new StringPattern(source, kind, otherText);
  }

  /** The part that is compared, without the star. */
  String text() {
    return text;
  }

  boolean matches(String value) {
    return matches(value, value.length(), false);
  }

  /** Compares the first {@code length} characters of a value. */
  boolean matches(String value, int length, boolean ignoreCase) {
    int size = text.length();
    return switch (kind) {
      case PRESENT -> length > 0;
      case EXACT -> length == size && value.regionMatches(ignoreCase, 0, text, 0, size);
      case PREFIX -> length >= size && value.regionMatches(ignoreCase, 0, text, 0, size);
      case SUFFIX ->
          length >= size && value.regionMatches(ignoreCase, length - size, text, 0, size);
    };
  }

  /** As the policy's author wrote it. */
  @Override
  public String toString() {
    return source;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StringPattern that
        && source.equals(that.source)
        && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }
}
