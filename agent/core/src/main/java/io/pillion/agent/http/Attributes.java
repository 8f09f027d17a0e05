package io.pillion.agent.http;

import io.pillion.ipc.wire.RecordEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Encodes attributes whose text comes from the network: cut to a length at which all of a span's
 * together fit a record, for one that does not fit is lost.
 *
 * <p><b>Threading.</b> The writer thread.
 */
final class Attributes {
  private static final int LONGEST = 4_096;
  private static final int LONGEST_OF_FEW = 512;

  private Attributes() {}

  /** An attribute whose values are mostly different. Null and empty are left out. */
  static void put(RecordEncoder encoder, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      encoder.attribute(key, cut(value, LONGEST));
    }
  }

  /** An attribute with few values, usually. Null and empty are left out. */
  static void putOfFew(RecordEncoder encoder, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      encoder.attributeOfFew(key, cutOfFew(value));
    }
  }

  /** A port. 0 and less are left out. */
  static void putPort(RecordEncoder encoder, String key, int port) {
    if (port > 0) {
      encoder.attribute(key, port);
    }
  }

  static String cutOfFew(String text) {
    return cut(text, LONGEST_OF_FEW);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
