package io.pillion.sidecar.net;

import java.io.IOException;
import java.time.Duration;

/** There was no whole answer in time. */
public final class AnswerTimeoutException extends IOException {

  AnswerTimeoutException(Duration timeout) {
    super("no answer in time: timeout=" + timeout.toMillis() + "ms");
  }
}
