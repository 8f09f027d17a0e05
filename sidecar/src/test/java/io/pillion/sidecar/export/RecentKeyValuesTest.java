package io.pillion.sidecar.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.pillion.ipc.wire.SpanRecord;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentKeyValuesTest {
  private final AtomicInteger made = new AtomicInteger();
  private final RecentKeyValues recent =
      new RecentKeyValues(
          value -> {
            made.incrementAndGet();
            AnyValue.Builder any = AnyValue.newBuilder();
            return value instanceof Long number
                ? any.setIntValue(number).build()
                : any.setStringValue(String.valueOf(value)).build();
          });

  @Test
  void whateverCameBeforeEachAttributeGetsItsOwnMessage() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      String key = "key." + random.nextInt(40) + (random.nextInt(9) == 0 ? "é€😀" : "");
      boolean number = random.nextBoolean();
      Object value =
          number ? (Object) (long) random.nextInt(100) : "value é€😀 " + random.nextInt(100);
      KeyValue message = KeyValue.parseFrom(of(key, value).toByteArray());
      assertThat(message.getKey()).isEqualTo(key);
      if (number) {
        assertThat(message.getValue().getIntValue()).isEqualTo(value);
      } else {
        assertThat(message.getValue().getStringValue()).isEqualTo(value);
      }
    }
  }

  @Test
  void aNumberAndItsTextAreNotTakenForEachOther() {
    assertThat(of("n", 7L).getValue().getIntValue()).isEqualTo(7);
    assertThat(of("n", "7").getValue().getStringValue()).isEqualTo("7");
    assertThat(of("n", 7L).getValue().getIntValue()).isEqualTo(7);
  }

  @Test
  void whatComesAgainIsNotMadeAgainAndLongTextsAreNotKept() {
    assertThat(of("http.response.status_code", 200L))
        .isSameAs(of("http.response.status_code", 200L));
    assertThat(made).hasValue(1);
    String text = "x".repeat(5000);
    assertThat(of("url.full", text)).isEqualTo(of("url.full", text)).isNotSameAs(of("k", text));
    assertThat(made).hasValue(4);
    assertThat(of(text, 1L)).isEqualTo(of(text, 1L)).isNotSameAs(of(text, 1L));
  }

  private KeyValue of(String key, Object value) {
    return recent.of(new SpanRecord.Attribute(key, value));
  }
}
