package io.pillion.sidecar.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import io.pillion.sidecar.testing.TestRpcStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RpcStatusTest {

  @Test
  void readsTheMessageAndTheDelay() {
    RpcStatus status = RpcStatus.parse(TestRpcStatus.of(8, "slow down", Duration.ofMillis(1500)));

    assertThat(status).isEqualTo(new RpcStatus("slow down", Duration.ofMillis(1500)));
  }

  @Test
  void passesOverOtherDetails() {
    byte[] other =
        TestRpcStatus.message(
            out -> out.writeMessage(3, Any.newBuilder().setTypeUrl("x/y.Z").build()));

    assertThat(RpcStatus.parse(other)).isEqualTo(new RpcStatus("", null));
  }

  @Test
  void findsNothingInOtherBytes() {
    byte[] cut = TestRpcStatus.of(8, "slow down", Duration.ofSeconds(1));
    for (int length = 0; length < cut.length; length++) {
      RpcStatus.parse(Arrays.copyOf(cut, length));
    }
    byte[] text = "<html>bad gateway</html>".getBytes(StandardCharsets.UTF_8);
    assertThat(RpcStatus.parse(text)).isEqualTo(new RpcStatus("", null));
  }

  @Test
  void readsTheLongestDelayThereIs() {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

    assertThat(RpcStatus.parse(TestRpcStatus.of(8, "", longest)).retryDelay()).isEqualTo(longest);
  }
}
