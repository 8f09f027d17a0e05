package io.pillion.ipc.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The writer's side of a segment's dictionary: which strings already have an id. Allocates nothing
 * after construction.
 *
 * <p><b>Threading.</b> One thread.
 */
final class StringTable {
  static final int ABSENT = -1;

  private static final int SLOTS = RecordDescriptor.MAX_DICTIONARY_IDS * 2;

  private final @Nullable String[] keys = new String[SLOTS];
  private final short[] ids = new short[SLOTS];
  private int size;

  /** The id of {@code text}, or {@link #ABSENT}. */
  int idOf(String text) {
    int slot = slotOf(text);
    return keys[slot] == null ? ABSENT : ids[slot] & 0xffff;
  }

  /** Gives {@code text}, which is absent, the next id; {@link #ABSENT} if none is left. */
  int add(String text) {
    if (size == RecordDescriptor.MAX_DICTIONARY_IDS) {
      return ABSENT;
    }
    int slot = slotOf(text);
    keys[slot] = text;
    ids[slot] = (short) size;
    return size++;
  }

  /** Forgets everything: ids start again at 0, and redefine what a reader remembers. */
  void clear() {
    if (size > 0) {
      Arrays.fill(keys, null);
      size = 0;
    }
  }

  private int slotOf(String text) {
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    while (true) {
      String key = keys[slot];
      if (key == null || key.equals(text)) {
        return slot;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
  }
}
