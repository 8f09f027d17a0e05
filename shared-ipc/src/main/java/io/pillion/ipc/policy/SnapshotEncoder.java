package io.pillion.ipc.policy;

import io.pillion.ipc.policy.CompiledPolicy.Action;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@link SnapshotFormat}; for one use. */
final class SnapshotEncoder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

  byte[] encode(List<CompiledPolicy> policies, OnUnavailable defaultOnUnavailable) {
    u32(SnapshotFormat.MAGIC);
    u16(SnapshotFormat.MAJOR);
    u16(SnapshotFormat.MINOR);
    u32(0);
    u32(0);
    out.write(code(defaultOnUnavailable));
    u32(policies.size());
    for (CompiledPolicy policy : policies) {
      policy(policy);
      requireRoom();
    }
    return sealed(out.toByteArray());
  }

  private static byte[] sealed(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(SnapshotFormat.LENGTH_OFFSET, bytes.length);
    buffer.putInt(SnapshotFormat.CRC_OFFSET, SnapshotFormat.checksumOf(bytes));
    return bytes;
  }

  private void requireRoom() {
    if (out.size() > PolicySnapshot.MAX_ENCODED_BYTES) {
      throw new IllegalArgumentException(
          "policy set too large: maxBytes="
              + PolicySnapshot.MAX_ENCODED_BYTES
              + "; use fewer or shorter rules");
    }
  }

  private void policy(CompiledPolicy policy) {
    out.write(
        policy.action() == Action.ALLOW ? SnapshotFormat.ACTION_ALLOW : SnapshotFormat.ACTION_DENY);
    out.write(code(policy.onUnavailable()));
    u32(policy.requiredFeatures());
    text(policy.namespace());
    text(policy.name());
    count(policy.rules());
    for (PolicyRule rule : policy.rules()) {
      out.write(0);
      count(rule.from());
      rule.from().forEach(this::source);
      count(rule.to());
      rule.to().forEach(this::operation);
    }
  }

  private static int code(@Nullable OnUnavailable mode) {
    if (mode == null) {
      return 0;
    }
    return mode == OnUnavailable.DENY
        ? SnapshotFormat.DENY_ON_UNAVAILABLE
        : SnapshotFormat.ALLOW_ON_UNAVAILABLE;
  }

  private void source(SourceMatch source) {
    count(source.ipBlocks());
    for (IpBlock block : source.ipBlocks()) {
      u64(block.network().high());
      u64(block.network().low());
      out.write(block.prefixLength());
    }
  }

  private void operation(OperationMatch operation) {
    texts(operation.methods());
    texts(operation.hosts());
    texts(operation.paths());
    count(operation.ports());
    operation.ports().forEach(this::u16);
  }

  private void texts(List<?> patterns) {
    count(patterns);
    patterns.forEach(pattern -> text(pattern.toString()));
  }

  private void count(List<?> list) {
    if (list.size() > 0xffff) {
      throw new IllegalArgumentException("too many entries: max=65535, count=" + list.size());
    }
    u16(list.size());
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    u16(bytes.length);
    out.writeBytes(bytes);
  }

  private void u16(int value) {
    out.write(value);
    out.write(value >>> 8);
  }

  private void u32(int value) {
    u16(value);
    u16(value >>> 16);
  }

  private void u64(long value) {
    u32((int) value);
    u32((int) (value >>> 32));
  }
}
