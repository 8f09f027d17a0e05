package io.pillion.ipc.policy;

import org.jspecify.annotations.Nullable;

/**
 * A CIDR block. An IPv4 block holds IPv4 addresses only and an IPv6 block IPv6 addresses only, so
 * {@code ::/0} is not "everything".
 *
 * @param network the first address; its host bits are zero
 * @param prefixLength in bits of the 128-bit form, so {@code 10.0.0.0/8} has 104
 */
public record IpBlock(IpAddress network, int prefixLength) {
  private static final int IPV4_BITS_BEFORE = 96;

  /**
   * A block of its parts.
   *
   * @throws IllegalArgumentException if the prefix is out of range or the network has host bits
   */
  public IpBlock {
    if (prefixLength < 0 || prefixLength > 128) {
      throw new IllegalArgumentException("bad prefix length: max=128, value=" + prefixLength);
    }
    if (!masked(network, prefixLength).equals(network)) {
      throw new IllegalArgumentException("network address has bits outside of its prefix");
    }
  }

  /**
   * Reads an address, or an address and a prefix length; host bits are cleared.
   *
   * @throws IllegalArgumentException with the reason and the mend
   */
  public static IpBlock parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    IpAddress address = parseAddress(literal);
    if (address == null) {
      throw new IllegalArgumentException(
          "not an IP address or CIDR block; write it like 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32");
    }
    int bits = slash < 0 ? 128 : prefixBits(text, slash, literal);
    return new IpBlock(masked(address, bits), bits);
  }

  private static @Nullable IpAddress parseAddress(String literal) {
    boolean decorated = literal.indexOf('%') >= 0 || literal.indexOf('[') >= 0;
    return decorated ? null : IpAddress.parse(literal);
  }

  private static int prefixBits(String text, int slash, String literal) {
    boolean ipv4 = literal.indexOf(':') < 0;
    int max = ipv4 ? 32 : 128;
    int bits = IpAddress.decimal(text, slash + 1, text.length(), max);
    if (bits < 0) {
      throw new IllegalArgumentException(
          "bad prefix length: max=" + max + ", value=" + text.substring(slash + 1));
    }
    return ipv4 ? bits + IPV4_BITS_BEFORE : bits;
  }

  private static IpAddress masked(IpAddress address, int bits) {
    return new IpAddress(address.high() & highMask(bits), address.low() & lowMask(bits));
  }

  private static long highMask(int bits) {
    return bits == 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
  }

  private static long lowMask(int bits) {
    return bits <= 64 ? 0 : -1L << (128 - bits);
  }

  /** Whether the address lies in this block. */
  public boolean contains(IpAddress address) {
    return isIpv4() == address.isIpv4()
        && (address.high() & highMask(prefixLength)) == network.high()
        && (address.low() & lowMask(prefixLength)) == network.low();
  }

  private boolean isIpv4() {
    return prefixLength >= IPV4_BITS_BEFORE && network.isIpv4();
  }
}
