package io.pillion.ipc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pillion.ipc.testing.FuzzInput;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The writer's dictionary beside a plain map, whatever is asked of it in whatever order. */
class StringTableFuzzTest {
  private static final int CLEAR = 255;
  private static final int MANY = 254;

  @MethodSource("orders")
  @FuzzTest
  void itAnswersAsAMapDoes(byte[] input) {
    StringTable table = new StringTable();
    Map<String, Integer> model = new HashMap<>();
    for (FuzzInput in = new FuzzInput(input); in.hasMore(); ) {
      int order = in.u8();
      if (order == CLEAR) {
        table.clear();
        model.clear();
      } else if (order == MANY) {
        String prefix = String.valueOf(in.u8());
        for (int i = 0; i < 700; i++) {
          see(table, model, prefix + i);
        }
      } else {
        see(table, model, new String(in.bytes(order), java.nio.charset.StandardCharsets.UTF_16));
      }
    }
    model.forEach((text, id) -> assertThat(table.idOf(text)).isEqualTo(id));
  }

  private static void see(StringTable table, Map<String, Integer> model, String text) {
    Integer known = model.get(text);
    assertThat(table.idOf(text)).isEqualTo(known == null ? StringTable.ABSENT : known);
    if (known != null) {
      return;
    }
    int id = table.add(text);
    if (model.size() == RecordDescriptor.MAX_DICTIONARY_IDS) {
      assertThat(id).isEqualTo(StringTable.ABSENT);
    } else {
      assertThat(id).isEqualTo(model.size());
      model.put(text, id);
    }
  }

  static Stream<byte[]> orders() {
    return Stream.of(
        // Strings of one hash.
        new byte[] {4, 0, 'A', 0, 'a', 4, 0, 'B', 0, 'B', 4, 0, 'A', 0, 'a'},
        new byte[] {(byte) MANY, 1, (byte) MANY, 2, (byte) MANY, 3, (byte) MANY, 1, 2, 0, 'x'},
        new byte[] {2, 0, 'x', (byte) CLEAR, 2, 0, 'y', 2, 0, 'x', 0});
  }
}
