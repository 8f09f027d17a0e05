package io.pillion.bench;

import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.SessionFolder;
import io.pillion.ipc.TelemetrySource;
import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a session's telemetry and throws it away, so that the queue does not fill: what the sidecar
 * does, without an export. It decodes every record and moves the cursor.
 *
 * <p><b>Threading.</b> Its own thread reads; {@link #spans} from any.
 */
final class SessionDrain implements AutoCloseable {
  private static final long IDLE_NS = 200_000;
  private static final int ACKNOWLEDGE_EVERY = 512;
  private static final long[] NOTHING_DISCARDED = new long[DiscardReason.values().length];

  private final Path directory;
  private final Thread thread = new Thread(this::run, "bench-drain");
  private volatile boolean closed;
  private volatile boolean reading;
  private volatile long spans;
  private volatile @Nullable Exception failure;

  SessionDrain(Path directory) {
    this.directory = directory;
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether the session is open and being read. */
  boolean isReading() {
    return reading;
  }

  /** Spans read so far. */
  long spans() {
    Exception problem = failure;
    if (problem != null) {
      throw new IllegalStateException("reader failed", problem);
    }
    return spans;
  }

  private void run() {
    try (TelemetrySource source = open()) {
      reading = true;
      while (!closed) {
        if (!readSome(source)) {
          LockSupport.parkNanos(IDLE_NS);
        }
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  private TelemetrySource open() throws IOException {
    IpcRoot root = IpcRoot.open(directory);
    while (!closed) {
      for (Path path : SessionFolder.scan(root)) {
        SessionFolder session = SessionFolder.open(root, path);
        if (session != null) {
          return session.telemetry();
        }
      }
      LockSupport.parkNanos(IDLE_NS);
    }
    throw new IOException("closed before a session was there");
  }

  private boolean readSome(TelemetrySource source) throws IOException {
    int read = 0;
    TelemetryEvent event = source.next();
    while (event != null) {
      if (event instanceof SpanRecord) {
        read++;
      }
      if (read == ACKNOWLEDGE_EVERY) {
        break;
      }
      event = source.next();
    }
    if (read == 0) {
      return false;
    }
    source.acknowledge(source.segment(), source.lastRead(), read, NOTHING_DISCARDED);
    note(read);
    return true;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  private void note(int read) {
    spans += read;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
