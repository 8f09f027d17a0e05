package io.pillion.sidecar.ingest;

import io.pillion.ipc.SessionFolder;
import io.pillion.ipc.UnsupportedLayoutException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that could not be opened: tried again from time to time, since the cause may be ours (no
 * descriptor, no memory) and pass. Forgets those whose directory has gone.
 *
 * <p>A session of another version is left for a sidecar that can read it, unless {@value
 * #MOST_KEPT} newer ones wait for that, too.
 *
 * <p><b>Threading.</b> One thread.
 */
final class RefusedSessions {
  private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(5);
  private static final long KEEP_NS = TimeUnit.SECONDS.toNanos(60);
  private static final int MOST_KEPT = 4;

  private final Map<Path, Refusal> refusals = new HashMap<>();

  private enum Cause {
    PASSING,
    OTHER_VERSION,
    SENSELESS
  }

  private record Refusal(long sinceNs, long triedNs, Cause cause, String text) {}

  /** Notes a failure; true if it is the first of that session. */
  boolean add(Path path, Throwable cause, long nowNs) {
    Refusal before = refusals.get(path);
    long sinceNs = before == null ? nowNs : before.sinceNs();
    refusals.put(path, new Refusal(sinceNs, nowNs, kind(cause), cause.toString()));
    return before == null;
  }

  /** Whether it was refused so lately that another try is not due. */
  boolean holds(Path path, long nowNs) {
    Refusal refusal = refusals.get(path);
    return refusal != null && nowNs - refusal.triedNs() < RETRY_NS;
  }

  /** Whether nobody is expected to read it any more, as has been so for a minute. */
  boolean isHopeless(Path path, long nowNs) {
    Refusal refusal = refusals.get(path);
    if (refusal == null || nowNs - refusal.sinceNs() < KEEP_NS) {
      return false;
    }
    return switch (refusal.cause()) {
      case PASSING -> false;
      case SENSELESS -> true;
      case OTHER_VERSION -> newerOfOtherVersions(refusal) >= MOST_KEPT;
    };
  }

  private long newerOfOtherVersions(Refusal than) {
    return refusals.values().stream()
        .filter(other -> other.cause() == Cause.OTHER_VERSION)
        .filter(other -> other.sinceNs() - than.sinceNs() > 0)
        .count();
  }

  /** All of them, for operators. */
  List<RefusedSession> list() {
    List<RefusedSession> list = new ArrayList<>(refusals.size());
    refusals.forEach(
        (path, refusal) ->
            list.add(
                new RefusedSession(
                    SessionFolder.id(path),
                    refusal.cause() == Cause.OTHER_VERSION,
                    refusal.text())));
    return list;
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

  /** Whether this process lacks descriptors or the like, which says nothing about a session. */
  static boolean isShortage(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      // Its subclasses tell of the file; it alone, of the system.
      if (at instanceof OutOfMemoryError || at.getClass() == FileSystemException.class) {
        return true;
      }
    }
    return false;
  }

  /**
   * The file system's own failures say nothing about the session, but for a file that is missing.
   */
  private static Cause kind(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof UnsupportedLayoutException) {
        return Cause.OTHER_VERSION;
      }
      if (at instanceof OutOfMemoryError) {
        return Cause.PASSING;
      }
      if (at instanceof FileSystemException && !(at instanceof NoSuchFileException)) {
        return Cause.PASSING;
      }
    }
    return Cause.SENSELESS;
  }
}
