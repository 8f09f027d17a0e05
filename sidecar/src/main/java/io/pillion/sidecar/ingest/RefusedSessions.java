package io.pillion.sidecar.ingest;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that could not be opened: tried again from time to time, since the cause may be ours (no
 * descriptor, no memory) and pass. Forgets those whose directory has gone.
 *
 * <p><b>Threading.</b> One thread.
 */
final class RefusedSessions {
  private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(5);
  private static final long KEEP_NS = TimeUnit.SECONDS.toNanos(60);

  private final Map<Path, Refusal> refusals = new HashMap<>();

  private record Refusal(long sinceNs, long triedNs, boolean senseless) {}

  /** Notes a failure; true if it is the first of that session. */
  boolean add(Path path, Throwable cause, long nowNs) {
    Refusal before = refusals.get(path);
    long sinceNs = before == null ? nowNs : before.sinceNs();
    refusals.put(path, new Refusal(sinceNs, nowNs, !isPassing(cause)));
    return before == null;
  }

  /** Whether it was refused so lately that another try is not due. */
  boolean holds(Path path, long nowNs) {
    Refusal refusal = refusals.get(path);
    return refusal != null && nowNs - refusal.triedNs() < RETRY_NS;
  }

  /** Whether its bytes make no sense, and have made none for a minute. */
  boolean isHopeless(Path path, long nowNs) {
    Refusal refusal = refusals.get(path);
    return refusal != null && refusal.senseless() && nowNs - refusal.sinceNs() >= KEEP_NS;
  }

  /** It was opened, or is gone. */
  void remove(Path path) {
    refusals.remove(path);
  }

  /** Forgets what is no longer there. */
  void forgetGone() {
    refusals.keySet().removeIf(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
  }

  int size() {
    return refusals.size();
  }

  /**
   * The file system's own failures say nothing about the session, but for a file that is missing.
   */
  private static boolean isPassing(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof OutOfMemoryError) {
        return true;
      }
      if (at instanceof FileSystemException && !(at instanceof NoSuchFileException)) {
        return true;
      }
    }
    return false;
  }
}
