package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes without a pause, and reads what it left. */
@Timeout(120)
class WriterKillIT {
  private static final int KILLS = 10;
  private static final int PADDING = 300;

  @TempDir Path temp;

  /** Writes numbered spans until it is killed. */
  static final class Writer {
    public static void main(String[] arguments) {
      AgentLink link =
          new AgentLink(
              new AgentLinkConfig(Path.of(arguments[0]), Map.of(), 4096, 256 * 1024, 64 << 20),
              new FakeListener());
      link.start();
      for (long number = 1; ; ) {
        if (link.offer(new TestSpan(number, PADDING))) {
          number++;
        } else {
          LockSupport.parkNanos(100_000);
        }
      }
    }
  }

  @Test
  void whatAKilledProcessCommittedIsReadWholeAndInOrder() throws Exception {
    IpcRoot root = IpcRoot.open(temp.resolve("ipc"));
    Random random = new Random(7);
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm writer = new ChildJvm(Writer.class, temp.resolve("ipc").toString())) {
        SessionFolder session = onlySession(root);
        try (TelemetrySource source = session.telemetry()) {
          readTo(source, 1 + random.nextInt(20_000));
          writer.kill();
          assertThat(SessionFolder.isAlive(session.directory())).isFalse();
          read(source, Long.MAX_VALUE);
          // What the header counted was committed, and so must have been read.
          assertThat(source.lastRead()).isGreaterThanOrEqualTo(session.header().written());
          assertThat(source.takeDiscards()).as("kill %s", kill).containsOnly(0);
        }
        SessionFolder.delete(session.directory());
      }
    }
  }

  static SessionFolder onlySession(IpcRoot root) throws Exception {
    SessionFolder[] found = new SessionFolder[1];
    Await.until(
        () -> {
          for (Path path : SessionFolder.scan(root)) {
            found[0] = SessionFolder.open(root, path);
          }
          return found[0] != null;
        });
    return found[0];
  }

  private static void readTo(TelemetrySource source, long last) throws Exception {
    Await.until(
        () -> {
          read(source, last);
          return source.lastRead() >= last;
        });
  }

  private static void read(TelemetrySource source, long last) throws Exception {
    while (source.lastRead() < last) {
      TelemetryEvent event = source.next();
      if (event == null) {
        return;
      }
      if (event instanceof SpanRecord span) {
        assertThat(span.spanId()).isEqualTo(span.sequence());
        assertThat(span.attributes().get(0).value()).isEqualTo("x".repeat(PADDING));
        assertThat(span.attributes().get(1).value()).isEqualTo(span.sequence());
      }
      if (source.lastRead() % 1000 == 0) {
        source.acknowledge(
            source.segment(), source.lastRead(), 1000, new long[DiscardReason.values().length]);
      }
    }
  }
}
