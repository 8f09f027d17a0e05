package io.pillion.sidecar.testing;

import io.pillion.sidecar.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** A log that a test can read. */
public final class TestLogs {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  public final EventLog log =
      new EventLog(new PrintStream(bytes, true, StandardCharsets.UTF_8), Clock.systemUTC());

  public String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
