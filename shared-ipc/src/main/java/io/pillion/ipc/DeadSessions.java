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

/**
 * Sessions whose process is gone and that no sidecar has come to read. An application that starts
 * again and again without one would fill the shared directory: beyond the newest {@value #KEPT} the
 * agent removes them, and says so.
 *
 * <p><b>Threading.</b> The writer thread.
 */
final class DeadSessions {
  static final int KEPT = 4;

  private record Dead(Path directory, FileTime changed) {}

  private DeadSessions() {}

  /** Does nothing while a sidecar listens: it reads them and removes them itself. */
  static void trim(IpcRoot root, AgentLinkListener listener) throws IOException {
    Bell bell = new Bell(root.folder().resolve(Bell.TELEMETRY));
    boolean listening = bell.connected();
    bell.close();
    if (listening) {
      return;
    }
    List<Dead> dead = find(root);
    for (int i = KEPT; i < dead.size(); i++) {
      remove(dead.get(i).directory(), listener);
    }
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

  private static void remove(Path directory, AgentLinkListener listener) {
    try {
      long written = SessionHeader.open(directory.resolve(AgentSession.HEADER)).written();
      SessionFolder.delete(directory);
      listener.removedUnread(directory.getFileName().toString(), written);
    } catch (IOException | UncheckedIOException e) {
      // It stays; the next start tries again.
    }
  }
}
