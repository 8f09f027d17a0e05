package io.pillion.bench.torture;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All sessions that ever were in the shared directory, found as they appear. What is over and
 * agreed upon is kept as numbers only.
 *
 * <p><b>Threading.</b> Guarded by its own lock.
 */
final class SessionAudits implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;

  private final Path folder;
  private final Map<Path, SessionAudit> followed = new LinkedHashMap<>();
  private final List<SessionCount> over = new ArrayList<>();
  private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor();
  private @Nullable String problem;

  /** Follows the sessions of the shared directory from now on. */
  @SuppressWarnings("FutureReturnValueIgnored") // look does not throw
  SessionAudits(Path sharedDirectory) {
    folder = sharedDirectory.resolve("v1");
    looker.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Finds what is new. */
  synchronized void look() {
    try (DirectoryStream<Path> sessions = Files.newDirectoryStream(folder, "s-*")) {
      for (Path directory : sessions) {
        if (!followed.containsKey(directory)) {
          follow(directory);
        }
      }
      for (SessionAudit audit : followed.values()) {
        audit.openCursor();
      }
    } catch (NoSuchFileException e) {
      // Not made yet, or removed by a step.
    } catch (IOException | RuntimeException e) {
      problem = "cannot look for sessions: " + e;
    }
  }

  private void follow(Path directory) throws IOException {
    try {
      SessionAudit audit = SessionAudit.open(directory);
      if (audit != null) {
        followed.put(directory, audit);
      }
    } catch (NoSuchFileException e) {
      // It went at this moment.
    }
  }

  /** Those that are not over, oldest first. */
  synchronized List<SessionAudit> followed() {
    return List.copyOf(followed.values());
  }

  /** The newest session of a process; null if it has none yet. */
  synchronized @Nullable SessionAudit newestOf(long pid) {
    SessionAudit newest = null;
    for (SessionAudit audit : followed.values()) {
      if (audit.read().pid() == pid) {
        newest = audit;
      }
    }
    return newest;
  }

  /** How many sessions a process has had. */
  synchronized long sessionsOf(long pid) {
    return all().stream().filter(count -> count.pid() == pid).count();
  }

  /** The counters of every session ever seen. */
  synchronized List<SessionCount> all() {
    List<SessionCount> all = new ArrayList<>(over);
    followed.values().forEach(audit -> all.add(audit.read()));
    return all;
  }

  /** Keeps only the numbers of sessions whose directory has gone. */
  synchronized void forgetGone() throws IOException {
    for (SessionAudit audit : List.copyOf(followed.values())) {
      if (!audit.present()) {
        over.add(audit.read());
        followed.remove(audit.directory());
        audit.close();
      }
    }
  }

  /** What kept this from looking, if anything did. */
  synchronized @Nullable String problem() {
    return problem;
  }

  @Override
  public void close() throws IOException {
    looker.shutdownNow();
    for (SessionAudit audit : followed()) {
      audit.close();
    }
  }
}
