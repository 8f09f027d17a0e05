package io.pillion.sidecar.net;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Puts a bare key, PKCS #1 or SEC 1, into the frame that the JDK reads, PKCS #8 (RFC 5208). What
 * kind of key it is comes from the public key: its encoding has the same field.
 */
final class Pkcs8 {
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final byte[] VERSION = {0x02, 0x01, 0x00};

  private Pkcs8() {}

  /** {@code publicKey} is a SubjectPublicKeyInfo (RFC 5280), which begins with the algorithm. */
  static byte[] wrap(byte[] bareKey, byte[] publicKey) {
    int algorithm = contentAt(publicKey, 0);
    int end = contentAt(publicKey, algorithm) + lengthAt(publicKey, algorithm);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(VERSION);
    content.writeBytes(Arrays.copyOfRange(publicKey, algorithm, end));
    content.writeBytes(field(OCTETS, bareKey));
    return field(SEQUENCE, content.toByteArray());
  }

  private static byte[] field(int tag, byte[] content) {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.write(tag);
    int lengthBytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
    if (content.length >= 0x80) {
      field.write(0x80 | lengthBytes);
      for (int shift = (lengthBytes - 1) * 8; shift > 0; shift -= 8) {
        field.write(content.length >>> shift);
      }
    }
    field.write(content.length);
    field.writeBytes(content);
    return field.toByteArray();
  }

  /** Where the content of the field at that offset begins. */
  private static int contentAt(byte[] der, int offset) {
    int first = der[offset + 1] & 0xff;
    return offset + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int lengthAt(byte[] der, int offset) {
    int first = der[offset + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[offset + 2 + i] & 0xff);
    }
    return length;
  }
}
