package io.pillion.ipc;

import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.ipc.policy.SnapshotFormatException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A shared directory as it is at one moment, for a person who looks for the cause of something.
 *
 * <p>Files are read, never mapped, made, grown or changed, and no lock is kept from anybody (see
 * {@link LifeLock}): to look disturbs neither agents nor the sidecar. To be used by another process
 * than theirs.
 *
 * @param folder the folder of this layout
 * @param sidecarAlive whether a sidecar holds the directory
 * @param policy null if none was ever published
 * @param telemetryBell whether the socket is there, not whether anybody listens
 * @param checksBell the same for checks
 * @param otherLayouts folders that another version uses, and this one does not read
 * @param unfinished directories that are half built or half deleted
 */
public record DirectoryInspection(
    Path folder,
    boolean sidecarAlive,
    @Nullable Policy policy,
    boolean telemetryBell,
    boolean checksBell,
    List<String> otherLayouts,
    int unfinished,
    List<SessionInspection> sessions) {

  private static final Pattern LAYOUT = Pattern.compile("v[0-9]+");
  private static final long AGAIN_NS = 20_000_000;

  /**
   * The published policy.
   *
   * @param problem null if it can be used; else the three before it are unknown
   * @param denyIfUnusable what agents do where it cannot be used
   */
  public record Policy(
      long revision,
      int policies,
      boolean denyIfUnusable,
      @Nullable String problem,
      long ageMillis) {}

  /** Whether nothing is wrong with it. */
  public boolean isSound() {
    return (policy == null || policy.problem() == null)
        && sessions.stream().allMatch(SessionInspection::isSound);
  }

  /**
   * Looks.
   *
   * @param directory as both sides name it
   * @param longestLook how long to wait for heartbeats to move
   * @throws IOException if there is no such directory, or it may not be read
   */
  public static DirectoryInspection of(Path directory, Duration longestLook) throws IOException {
    Path folder = IpcRoot.folder(directory);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(folder.toString(), null, "not a shared directory of Pillion");
    }
    boolean sidecarAlive = LifeLock.isHeld(folder.resolve(LifeLock.SIDECAR));
    List<SessionInspection> sessions = sessions(folder, sidecarAlive, longestLook);
    return new DirectoryInspection(
        folder,
        sidecarAlive,
        policy(folder),
        Files.exists(folder.resolve(Bell.TELEMETRY), LinkOption.NOFOLLOW_LINKS),
        Files.exists(folder.resolve(Bell.CHECKS), LinkOption.NOFOLLOW_LINKS),
        otherLayouts(directory, folder),
        unfinished(folder),
        sessions);
  }

  private static List<SessionInspection> sessions(
      Path folder, boolean sidecarAlive, Duration longestLook) throws IOException {
    List<Path> paths = SessionFolder.scan(folder);
    paths.sort(Comparator.naturalOrder());
    List<SessionInspection.Look> looks = new ArrayList<>();
    for (Path path : paths) {
      looks.add(new SessionInspection.Look(path, sidecarAlive));
    }
    long began = System.nanoTime();
    while (System.nanoTime() - began < longestLook.toNanos()) {
      if (looks.stream().allMatch(SessionInspection.Look::hasMoved)) {
        break;
      }
      LockSupport.parkNanos(AGAIN_NS);
    }
    return looks.stream()
        .map(SessionInspection.Look::finish)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  private static @Nullable Policy policy(Path folder) {
    Path file = PolicyPage.file(folder);
    try {
      PolicyPage.Content content = PolicyPage.read(file);
      if (content == null) {
        return null;
      }
      long age = System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis();
      try {
        PolicySnapshot snapshot = PolicySnapshot.decode(content.snapshot());
        return new Policy(
            snapshot.revision(), snapshot.size(), content.denyIfUnusable(), null, age);
      } catch (SnapshotFormatException e) {
        return new Policy(0, 0, content.denyIfUnusable(), String.valueOf(e.getMessage()), age);
      }
    } catch (IOException e) {
      return new Policy(0, 0, true, SessionInspection.describe(e), 0);
    }
  }

  private static List<String> otherLayouts(Path directory, Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (LAYOUT.matcher(name).matches() && !entry.equals(folder)) {
          found.add(name);
        }
      }
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private static int unfinished(Path folder) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        count +=
            name.startsWith(AgentSession.BUILDING) || name.startsWith(SessionFolder.GONE) ? 1 : 0;
      }
    }
    return count;
  }
}
