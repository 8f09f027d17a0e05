package io.pillion.ipc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sessions whose process is gone and that no sidecar has come to read. An application that starts
 * again and again without one would fill the shared directory: the oldest that do not fit the
 * budget are removed, and what they held is counted.
 *
 * <p><b>Threading.</b> The writer thread.
 */
final class DeadSessions {

  private record Dead(Path directory, FileTime changed) {}

  /**
   * What was removed.
   *
   * @param records that nobody had read
   */
  record Removed(int sessions, long records) {
    static final Removed NONE = new Removed(0, 0);
  }

  private DeadSessions() {}

  /** Does nothing while a sidecar listens: it reads them and removes them itself. */
  static Removed trim(IpcRoot root, long budgetBytes) throws IOException {
    Bell bell = new Bell(root.folder().resolve(Bell.TELEMETRY));
    boolean listening = bell.connected();
    bell.close();
    if (listening) {
      return Removed.NONE;
    }
    long bytes = 0;
    int sessions = 0;
    long records = 0;
    for (Dead dead : find(root)) {
      bytes += size(dead.directory());
      if (bytes > budgetBytes) {
        long unread = remove(dead.directory());
        sessions += unread < 0 ? 0 : 1;
        records += Math.max(0, unread);
      }
    }
    return new Removed(sessions, records);
  }

  /** The newest first. */
  private static List<Dead> find(IpcRoot root) throws IOException {
    List<Dead> dead = new ArrayList<>();
    for (Path directory : SessionFolder.scan(root)) {
      try {
        if (!SessionFolder.isAlive(directory)) {
          dead.add(
              new Dead(directory, Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS)));
        }
      } catch (IOException e) {
        // Gone meanwhile, or not ours to judge.
      }
    }
    dead.sort(Comparator.comparing(Dead::changed).reversed());
    return dead;
  }

  private static long size(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.mapToLong(path -> path.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** What a sidecar has delivered or given up of it. */
  private static long settled(Path directory) {
    try {
      CursorFile.State cursor = CursorFile.look(directory.resolve(CursorFile.NAME));
      return cursor == null ? 0 : cursor.delivered() + cursor.totalDiscarded();
    } catch (IOException e) {
      return 0;
    }
  }

  /** How many records it held that nobody had read; negative if it could not be removed. */
  private static long remove(Path directory) {
    try {
      long written = SessionHeader.open(directory.resolve(AgentSession.HEADER)).written();
      long settled = settled(directory);
      SessionFolder.delete(directory);
      return Math.max(0, written - settled);
    } catch (IOException | UncheckedIOException e) {
      // It stays; the next start tries again.
      return -1;
    }
  }
}
