package io.pillion.sidecar.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.sidecar.net.GrpcAnswer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OtlpGrpcTransportTest {
  private static final byte[] NOTHING = {};

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8|grpc: received message larger than max (5000000 vs. 4194304)|SMALLER",
        "8|gRPC message exceeds maximum size 4194304: 5000000|SMALLER",
        "8|Received message exceeds the maximum configured message size.|SMALLER",
        "8|Error decompressing: size limit, of 4194304 bytes, exceeded while decompressing"
            + " message|SMALLER",
        "11|Error, decoded message length too large: found 5000000 bytes, the limit is: 4194304"
            + " bytes|SMALLER",
        "11|offset is past the end|AGAIN",
        "8|quota|GIVE_UP",
        "14|away|AGAIN",
        "3|no|GIVE_UP"
      })
  void whatIsTooLargeIsHalvedWhateverTheServerCallsIt(
      int status, String message, Verdict.Next next) {
    Verdict verdict = OtlpGrpcTransport.judge(new GrpcAnswer(status, message, NOTHING, NOTHING));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Failed.class, failed -> assertThat(failed.next()).isEqualTo(next));
  }
}
