package io.pillion.ipc.policy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * The layout of an encoded snapshot. All numbers are little-endian.
 *
 * <pre>
 *  0  u32  magic "PPOL"
 *  4  u16  major version
 *  6  u16  minor version
 *  8  u32  total length in bytes
 * 12  u32  CRC32C of all bytes but these four
 * 16  u8   default on-unavailable: 1 deny, 2 allow
 *     u32  number of policies, by namespace and name:
 *            u8 action: 1 allow, 2 deny
 *            u8 on-unavailable: 0 default, 1 deny, 2 allow
 *            u32 required features
 *            text namespace, text name
 *            u16 number of rules:
 *              u8 flags: 0
 *              u16 number of sources: u16 number of blocks: u64 high, u64 low, u8 prefix length
 *              u16 number of operations:
 *                u16 number of methods: text; of hosts: text; of paths: text; of ports: u16
 * text: u16 length in bytes, UTF-8
 * </pre>
 *
 * <p>A reader refuses every version but its own, minor included: an older reader cannot know that
 * what a newer writer added does not narrow a rule.
 */
final class SnapshotFormat {
  static final int MAGIC = 'P' | 'P' << 8 | 'O' << 16 | 'L' << 24;
  static final int MAJOR = 1;
  static final int MINOR = 0;
  static final int LENGTH_OFFSET = 8;
  static final int CRC_OFFSET = 12;
  static final int HEADER_BYTES = 16;

  static final int DENY_ON_UNAVAILABLE = 1;
  static final int ALLOW_ON_UNAVAILABLE = 2;
  static final int ACTION_ALLOW = 1;
  static final int ACTION_DENY = 2;

  private SnapshotFormat() {}

  static int checksumOf(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CRC_OFFSET);
    crc.update(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
    return (int) crc.getValue();
  }

  static long revisionOf(byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
      long hash = ByteBuffer.wrap(digest.digest()).getLong();
      return hash == 0 ? 1 : hash;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK must provide SHA-256", e);
    }
  }
}
