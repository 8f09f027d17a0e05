package io.pillion.ipc.policy;

import org.jspecify.annotations.Nullable;

/**
 * A numeric IP address as 128 bits; IPv4 in its IPv4-mapped form, so both spellings are equal.
 *
 * <p>Parsing takes literals only and never asks a name service.
 *
 * @param high the first eight bytes, most significant first
 * @param low the last eight bytes
 */
public record IpAddress(long high, long low) {
  private static final long MAPPED = 0xffffL << 32;

  /**
   * Reads dotted IPv4, or IPv6 with an optional zone and optional brackets; null if it is neither.
   */
  public static @Nullable IpAddress parse(String text) {
    int start = 0;
    int end = text.length();
    boolean bracketed = end > 1 && text.charAt(0) == '[' && text.charAt(end - 1) == ']';
    if (bracketed) {
      start++;
      end--;
    }
    int zone = text.indexOf('%');
    if (zone >= 0) {
      if (zone + 1 >= end) {
        return null;
      }
      end = zone;
    }
    int colon = text.indexOf(':');
    if (colon >= 0 && colon < end) {
      return parseIpv6(text, start, end);
    }
    return bracketed || zone >= 0 ? null : ofIpv4(parseIpv4(text, start, end));
  }

  private static @Nullable IpAddress ofIpv4(long value) {
    return value < 0 ? null : new IpAddress(0, MAPPED | value);
  }

  /** Four decimal numbers without leading zeros; -1 if the range holds anything else. */
  private static long parseIpv4(String text, int start, int end) {
    long value = 0;
    int from = start;
    for (int part = 0; part < 4; part++) {
      int to = part == 3 ? end : text.indexOf('.', from);
      if (to < 0 || to > end) {
        return -1;
      }
      int octet = decimal(text, from, to, 255);
      if (octet < 0) {
        return -1;
      }
      value = value << 8 | octet;
      from = to + 1;
    }
    return value;
  }

  /** A decimal number of one to three digits without leading zeros; -1 otherwise. */
  static int decimal(String text, int from, int to, int max) {
    int digits = to - from;
    if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(from) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value <= max ? value : -1;
  }

  private static @Nullable IpAddress parseIpv6(String text, int start, int end) {
    int[] groups = new int[8];
    int count = 0;
    int gap = -1;
    int i = start;
    if (text.startsWith("::", i) && i + 2 <= end) {
      gap = 0;
      i += 2;
    }
    while (i < end) {
      int groupEnd = endOfHex(text, i, end);
      if (groupEnd < end && text.charAt(groupEnd) == '.') {
        long tail = count > 6 ? -1 : parseIpv4(text, i, end);
        if (tail < 0) {
          return null;
        }
        groups[count++] = (int) (tail >>> 16);
        groups[count++] = (int) (tail & 0xffff);
        break;
      }
      if (count == 8 || groupEnd == i || groupEnd - i > 4) {
        return null;
      }
      groups[count++] = Integer.parseInt(text, i, groupEnd, 16);
      i = groupEnd;
      if (i == end) {
        break;
      }
      if (text.charAt(i) != ':' || ++i == end) {
        return null;
      }
      if (text.charAt(i) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = count;
        i++;
      }
    }
    return join(groups, count, gap);
  }

  private static int endOfHex(String text, int from, int end) {
    int i = from;
    while (i < end && PathText.hexDigit(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static @Nullable IpAddress join(int[] groups, int count, int gap) {
    if (gap < 0 ? count != 8 : count > 7) {
      return null;
    }
    long high = 0;
    long low = 0;
    int zeros = 8 - count;
    for (int i = 0; i < 8; i++) {
      int group;
      if (gap < 0 || i < gap) {
        group = groups[i];
      } else {
        group = i < gap + zeros ? 0 : groups[i - zeros];
      }
      if (i < 4) {
        high = high << 16 | group;
      } else {
        low = low << 16 | group;
      }
    }
    return new IpAddress(high, low);
  }

  /** Whether this is an IPv4 address, in either spelling. */
  public boolean isIpv4() {
    return high == 0 && low >>> 32 == 0xffff;
  }
}
