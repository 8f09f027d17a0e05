package io.pillion.ipc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pipes in the place of a session's files. Who opens one to read waits until somebody opens it to
 * write, which a hostile process never does. Files are looked at before they are opened; this is
 * for those that were put there in between.
 *
 * <p><b>Threading.</b> Another thread than the one that may be waiting.
 */
public final class SessionPipes {
  /** A session, its two queues, and what is in them. */
  private static final int DEPTH = 2;

  private static final int TYPE = 0170000;
  private static final int PIPE = 0010000;

  private SessionPipes() {}

  /**
   * Removes all pipes from all sessions. Whoever waits in one goes on, with an empty file.
   *
   * @return how many were removed
   */
  public static int remove(IpcRoot root) throws IOException {
    int removed = 0;
    for (Path session : SessionFolder.scan(root)) {
      for (Path pipe : pipes(session)) {
        removed += remove(pipe) ? 1 : 0;
      }
    }
    return removed;
  }

  private static List<Path> pipes(Path session) {
    try (Stream<Path> tree = Files.walk(session, DEPTH)) {
      return tree.filter(SessionPipes::isPipe).toList();
    } catch (IOException | UncheckedIOException e) {
      // Gone meanwhile.
      return List.of();
    }
  }

  private static boolean isPipe(Path path) {
    try {
      Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return mode instanceof Integer value && (value & TYPE) == PIPE;
    } catch (IOException e) {
      return false;
    }
  }

  /** Opened for both, a pipe keeps nobody waiting, nor us. */
  private static boolean remove(Path pipe) {
    try (FileChannel opened =
        FileChannel.open(
            pipe, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(pipe);
      return opened.isOpen();
    } catch (IOException e) {
      // Gone meanwhile, or not ours to remove: the next look finds it again.
      return false;
    }
  }
}
