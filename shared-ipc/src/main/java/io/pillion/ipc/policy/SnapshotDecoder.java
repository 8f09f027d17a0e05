package io.pillion.ipc.policy;

import io.pillion.ipc.policy.CompiledPolicy.Action;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link SnapshotFormat}, or refuses.
 *
 * <p>Memory stays in proportion to the bytes given: a count is believed only as far as the bytes
 * that remain could hold that many entries.
 */
final class SnapshotDecoder {
  private static final int MIN_POLICY_BYTES = 14;
  private static final int MIN_RULE_BYTES = 5;
  private static final int MIN_SOURCE_BYTES = 19;
  private static final int MIN_OPERATION_BYTES = 10;
  private static final int BLOCK_BYTES = 17;
  private static final int MIN_TEXT_BYTES = 3;

  private final ByteBuffer in;

  private SnapshotDecoder(byte[] bytes) {
    in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static PolicySnapshot decode(byte[] bytes) throws SnapshotFormatException {
    SnapshotDecoder decoder = new SnapshotDecoder(bytes);
    decoder.header(bytes);
    try {
      PolicySnapshot snapshot = decoder.body();
      if (!Arrays.equals(snapshot.encode(), bytes)) {
        throw new SnapshotFormatException("policy snapshot is not in canonical order");
      }
      return snapshot;
    } catch (IllegalArgumentException e) {
      throw decoder.refusal(String.valueOf(e.getMessage()));
    }
  }

  private void header(byte[] bytes) throws SnapshotFormatException {
    if (bytes.length < SnapshotFormat.HEADER_BYTES
        || bytes.length > PolicySnapshot.MAX_ENCODED_BYTES) {
      throw new SnapshotFormatException("not a policy snapshot: length=" + bytes.length);
    }
    int magic = in.getInt();
    if (magic != SnapshotFormat.MAGIC) {
      throw new SnapshotFormatException(
          "not a policy snapshot: magic=0x" + Integer.toHexString(magic));
    }
    int major = in.getShort() & 0xffff;
    int minor = in.getShort() & 0xffff;
    if (major != SnapshotFormat.MAJOR || minor != SnapshotFormat.MINOR) {
      throw new SnapshotFormatException(
          "policy snapshot has another version: known=1.0, found="
              + (major + "." + minor)
              + "; use an agent of the sidecar's version");
    }
    int length = in.getInt();
    if (length != bytes.length) {
      throw new SnapshotFormatException(
          "policy snapshot has the wrong length: stated=" + length + ", found=" + bytes.length);
    }
    if (in.getInt() != SnapshotFormat.checksumOf(bytes)) {
      throw new SnapshotFormatException("policy snapshot is damaged: checksum differs");
    }
  }

  private PolicySnapshot body() throws SnapshotFormatException {
    OnUnavailable defaultOnUnavailable = onUnavailable();
    if (defaultOnUnavailable == null) {
      throw refusal("default on-unavailable missing");
    }
    need(4);
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / MIN_POLICY_BYTES) {
      throw refusal("more policies stated than fit: count=" + Integer.toUnsignedString(count));
    }
    List<CompiledPolicy> policies = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      policies.add(policy());
    }
    if (in.hasRemaining()) {
      throw refusal("trailing bytes: count=" + in.remaining());
    }
    return PolicySnapshot.of(policies, defaultOnUnavailable);
  }

  private CompiledPolicy policy() throws SnapshotFormatException {
    Action action = action();
    OnUnavailable onUnavailable = onUnavailable();
    need(4);
    int requiredFeatures = in.getInt();
    String namespace = text();
    String name = text();
    int count = count(MIN_RULE_BYTES);
    List<PolicyRule> rules = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rules.add(rule());
    }
    return new CompiledPolicy(namespace, name, action, onUnavailable, requiredFeatures, rules);
  }

  private Action action() throws SnapshotFormatException {
    int code = u8();
    return switch (code) {
      case SnapshotFormat.ACTION_ALLOW -> Action.ALLOW;
      case SnapshotFormat.ACTION_DENY -> Action.DENY;
      default -> throw refusal("unknown action: code=" + code);
    };
  }

  private @Nullable OnUnavailable onUnavailable() throws SnapshotFormatException {
    int code = u8();
    return switch (code) {
      case 0 -> null;
      case SnapshotFormat.DENY_ON_UNAVAILABLE -> OnUnavailable.DENY;
      case SnapshotFormat.ALLOW_ON_UNAVAILABLE -> OnUnavailable.ALLOW;
      default -> throw refusal("unknown on-unavailable: code=" + code);
    };
  }

  private PolicyRule rule() throws SnapshotFormatException {
    int flags = u8();
    if (flags != 0) {
      throw refusal("unknown rule flags: bits=0x" + Integer.toHexString(flags));
    }
    int sources = count(MIN_SOURCE_BYTES);
    List<SourceMatch> from = new ArrayList<>(sources);
    for (int i = 0; i < sources; i++) {
      from.add(source());
    }
    int operations = count(MIN_OPERATION_BYTES);
    List<OperationMatch> to = new ArrayList<>(operations);
    for (int i = 0; i < operations; i++) {
      to.add(operation());
    }
    return new PolicyRule(from, to);
  }

  private SourceMatch source() throws SnapshotFormatException {
    int count = count(BLOCK_BYTES);
    List<IpBlock> blocks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      need(BLOCK_BYTES);
      blocks.add(new IpBlock(new IpAddress(in.getLong(), in.getLong()), u8()));
    }
    return new SourceMatch(blocks);
  }

  private OperationMatch operation() throws SnapshotFormatException {
    List<StringPattern> methods = patterns();
    List<StringPattern> hosts = patterns();
    int pathCount = count(MIN_TEXT_BYTES);
    List<PathPattern> paths = new ArrayList<>(pathCount);
    for (int i = 0; i < pathCount; i++) {
      paths.add(PathPattern.of(text()));
    }
    int portCount = count(2);
    List<Integer> ports = new ArrayList<>(portCount);
    for (int i = 0; i < portCount; i++) {
      ports.add(u16());
    }
    return new OperationMatch(methods, hosts, paths, ports);
  }

  private List<StringPattern> patterns() throws SnapshotFormatException {
    int count = count(MIN_TEXT_BYTES);
    List<StringPattern> patterns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      patterns.add(StringPattern.of(text()));
    }
    return patterns;
  }

  private String text() throws SnapshotFormatException {
    int length = u16();
    need(length);
    ByteBuffer bytes = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw refusal("text is not UTF-8");
    }
  }

  private int count(int minEntryBytes) throws SnapshotFormatException {
    int count = u16();
    need(count * minEntryBytes);
    return count;
  }

  private int u16() throws SnapshotFormatException {
    need(2);
    return in.getShort() & 0xffff;
  }

  private int u8() throws SnapshotFormatException {
    need(1);
    return in.get() & 0xff;
  }

  private void need(int bytes) throws SnapshotFormatException {
    if (in.remaining() < bytes) {
      throw refusal("ends too early: needed=" + bytes + ", left=" + in.remaining());
    }
  }

  private SnapshotFormatException refusal(String what) {
    return new SnapshotFormatException(
        "policy snapshot refused: offset=" + in.position() + ", " + what);
  }
}
