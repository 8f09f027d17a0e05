package io.pillion.sidecar.export;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.pillion.ipc.wire.SpanRecord;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages of attributes that most spans have in common, such as the method and the host: made once
 * they are as good as serialised, and to make one of each for each span is most of the work of
 * exporting it.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class RecentKeyValues {
  private static final int PLACES = 1024;
  private static final int LONGEST_TEXT = 128;

  private final AtomicReferenceArray<@Nullable Kept> recent = new AtomicReferenceArray<>(PLACES);
  private final Function<Object, AnyValue> values;

  private record Kept(String key, Object value, KeyValue message) {
    boolean isOf(SpanRecord.Attribute attribute) {
      return value.equals(attribute.value()) && key.equals(attribute.key());
    }
  }

  /** Makes what is not there yet by {@code values}. */
  RecentKeyValues(Function<Object, AnyValue> values) {
    this.values = values;
  }

  KeyValue of(SpanRecord.Attribute attribute) {
    if (attribute.key().length() > LONGEST_TEXT || !isShort(attribute.value())) {
      return KeyValue.newBuilder()
          .setKey(attribute.key())
          .setValue(values.apply(attribute.value()))
          .build();
    }
    int hash = 31 * attribute.key().hashCode() + attribute.value().hashCode();
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
    Kept kept = recent.get(place);
    if (kept == null || !kept.isOf(attribute)) {
      kept = new Kept(attribute.key(), attribute.value(), encoded(attribute));
      recent.set(place, kept);
    }
    return kept.message();
  }

  private static boolean isShort(Object value) {
    return value instanceof String text
        ? text.length() <= LONGEST_TEXT
        : value instanceof Long || value instanceof Boolean;
  }

  /** With texts as the bytes that they are on the wire. */
  private KeyValue encoded(SpanRecord.Attribute attribute) {
    AnyValue value =
        attribute.value() instanceof String text
            ? AnyValue.newBuilder().setStringValueBytes(ByteString.copyFromUtf8(text)).build()
            : values.apply(attribute.value());
    return KeyValue.newBuilder()
        .setKeyBytes(ByteString.copyFromUtf8(attribute.key()))
        .setValue(value)
        .build();
  }
}
