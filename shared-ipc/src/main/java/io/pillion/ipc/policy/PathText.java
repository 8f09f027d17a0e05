package io.pillion.ipc.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The steps of path normalisation, each one pass and each linear in the path's length.
 *
 * <p>Nothing here looks at query or fragment: the caller has cut them off.
 */
final class PathText {
  private PathText() {}

  /** Decodes escapes of RFC 3986's unreserved characters, turns \ into /, leaves all else alone. */
  static String decodeUnreserved(String path) {
    if (path.indexOf('%') < 0 && path.indexOf('\\') < 0) {
      return path;
    }
    StringBuilder out = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      int octet = c == '%' ? octetAt(path, i) : -1;
      if (octet >= 0 && isUnreserved(octet)) {
        out.append((char) octet);
        i += 2;
      } else {
        out.append(c == '\\' ? '/' : c);
      }
    }
    return out.toString();
  }

  /** Decodes every escape once; null for a bad escape, a NUL, or bytes that are not UTF-8. */
  static @Nullable String decode(String path) {
    if (path.indexOf('%') < 0) {
      return isAsciiWithoutNul(path) ? path : null;
    }
    byte[] bytes = new byte[path.length()];
    int size = 0;
    for (int i = 0; i < path.length(); i++) {
      int octet = path.charAt(i);
      if (octet == '%') {
        octet = octetAt(path, i);
        i += 2;
      } else if (octet >= 0x80) {
        return null;
      }
      if (octet <= 0) {
        return null;
      }
      bytes[size++] = (byte) octet;
    }
    return utf8(bytes, size);
  }

  private static @Nullable String utf8(byte[] bytes, int size) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, 0, size))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Removes {@code ;parameters} from every segment. */
  static String stripParameters(String path) {
    if (path.indexOf(';') < 0) {
      return path;
    }
    StringBuilder out = new StringBuilder(path.length());
    boolean inParameters = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '/') {
        inParameters = false;
      } else if (c == ';') {
        inParameters = true;
      }
      if (!inParameters) {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Turns every run of slashes into one slash. */
  static String mergeSlashes(String path) {
    if (path.indexOf("//") < 0) {
      return path;
    }
    StringBuilder out = new StringBuilder(path.length());
    char previous = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '/' || previous != '/') {
        out.append(c);
      }
      previous = c;
    }
    return out.toString();
  }

  /** Resolves {@code .} and {@code ..} in a path that starts with a slash; never above the root. */
  static String resolveDots(String path) {
    if (path.indexOf("/.") < 0) {
      return path;
    }
    StringBuilder out = new StringBuilder(path.length());
    int slash = 0;
    while (slash < path.length()) {
      int next = path.indexOf('/', slash + 1);
      int end = next < 0 ? path.length() : next;
      if (!isDotSegmentAt(path, slash + 1)) {
        out.append(path, slash, end);
      } else {
        if (end - slash == 3) {
          out.setLength(Math.max(0, out.lastIndexOf("/")));
        }
        if (next < 0) {
          out.append('/');
        }
      }
      slash = end;
    }
    return out.toString();
  }

  /** Whether the segment that starts here is {@code .} or {@code ..}. */
  static boolean isDotSegmentAt(String path, int start) {
    int end = start;
    while (end < path.length() && path.charAt(end) == '.') {
      end++;
    }
    int dots = end - start;
    return (dots == 1 || dots == 2) && (end == path.length() || path.charAt(end) == '/');
  }

  static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAsciiWithoutNul(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == 0 || text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static int octetAt(String path, int percent) {
    if (percent + 2 >= path.length()) {
      return -1;
    }
    int high = hexDigit(path.charAt(percent + 1));
    int low = hexDigit(path.charAt(percent + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /** Only ASCII digits: {@link Character#digit} would take those of every script. */
  static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
