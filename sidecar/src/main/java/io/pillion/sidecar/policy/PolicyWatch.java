package io.pillion.sidecar.policy;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread {@code pillion-policy-watch}: runs a check whenever something happens in the directory
 * and at least once per interval, for events are lost at links, on some file systems and at the
 * limit of watches.
 */
final class PolicyWatch implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Path path;
  private final Duration interval;
  private final Runnable check;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private final @Nullable WatchService events;
  private @Nullable WatchKey key;

  PolicyWatch(Path path, Duration interval, Runnable check) {
    this.path = path.toAbsolutePath();
    this.interval = interval;
    this.check = check;
    this.events = openEvents();
    this.thread = new Thread(this::run, "pillion-policy-watch");
    thread.setDaemon(true);
  }

  private static @Nullable WatchService openEvents() {
    try {
      return FileSystems.getDefault().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      do {
        // Before the check, so that a change after it raises an event.
        boolean watching = register();
        check.run();
        awaitEventOrInterval(watching);
      } while (!isClosed());
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Closed while waiting.
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEventOrInterval(boolean watching) throws InterruptedException {
    if (events == null || !watching) {
      pause(interval);
      return;
    }
    WatchKey signalled = events.poll(interval.toMillis(), TimeUnit.MILLISECONDS);
    if (signalled != null) {
      signalled.pollEvents();
      signalled.reset();
    }
  }

  /** Again after the directory was replaced; what changed meanwhile is seen an interval later. */
  private boolean register() {
    if (events == null) {
      return false;
    }
    if (key != null && key.isValid()) {
      return true;
    }
    Path directory = Files.isDirectory(path) ? path : path.getParent();
    try {
      key =
          directory == null
              ? null
              : directory.register(
                  events,
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_MODIFY,
                  StandardWatchEventKinds.ENTRY_DELETE);
    } catch (IOException e) {
      key = null;
    }
    return key != null;
  }

  /** Waits, or returns early and true because of {@link #close}. */
  boolean pause(Duration duration) throws InterruptedException {
    return closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (events != null) {
        events.close();
      }
      if (Thread.currentThread() != thread) {
        thread.join(CLOSE_TIMEOUT.toMillis());
      }
    } catch (IOException e) {
      // The thread ends at its next interval by itself.
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
