package io.pillion.ipc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A session's directory as the sidecar sees it: who made it, whether that process lives, and what
 * is in it. Every byte is taken for hostile.
 *
 * <p><b>Threading.</b> Any thread; holds no open file but the header's mapping.
 */
public final class SessionFolder {
  private static final Pattern NAME = Pattern.compile(AgentSession.PREFIX + "[0-9a-f]{32}");

  private final IpcRoot root;
  private final Path directory;
  private final SessionHeader header;

  private SessionFolder(IpcRoot root, Path directory, SessionHeader header) {
    this.root = root;
    this.directory = directory;
    this.header = header;
  }

  /** The directories that may be sessions, in no order. */
  public static List<Path> scan(IpcRoot root) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.folder())) {
      for (Path entry : entries) {
        if (NAME.matcher(entry.getFileName().toString()).matches()
            && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          found.add(entry);
        }
      }
    }
    return found;
  }

  /** Removes what dead processes left half built. */
  public static void removeUnfinished(IpcRoot root) throws IOException {
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(root.folder(), AgentSession.BUILDING + "*")) {
      for (Path entry : entries) {
        Path lock = entry.resolve(AgentSession.LOCK);
        if (Files.exists(lock) && !LifeLock.isHeld(lock)) {
          delete(entry);
        }
      }
    }
  }

  /**
   * Opens a session.
   *
   * @return null if its agent is not done building it
   * @throws IOException if it cannot be read by this version, or makes no sense
   */
  public static @Nullable SessionFolder open(IpcRoot root, Path directory) throws IOException {
    SessionHeader header = SessionHeader.open(directory.resolve(AgentSession.HEADER));
    if (!header.ready()) {
      return null;
    }
    header.requireReadable();
    return new SessionFolder(root, directory, header);
  }

  /** Whether the process that made the session at {@code directory} lives. */
  public static boolean isAlive(Path directory) throws IOException {
    return LifeLock.isHeld(directory.resolve(AgentSession.LOCK));
  }

  /** Deletes a session's directory and all in it. */
  public static void delete(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(directory)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  /** 32 hex digits. */
  public String id() {
    return directory.getFileName().toString().substring(AgentSession.PREFIX.length());
  }

  /** Where it lies. */
  public Path directory() {
    return directory;
  }

  /** What it says of itself. */
  public SessionHeader header() {
    return header;
  }

  /** OpenTelemetry resource attributes of the process. */
  public java.util.Map<String, String> identity() throws IOException {
    return header.identity();
  }

  /** Opens its telemetry for reading, from where the cursor stands. */
  public TelemetrySource telemetry() throws IOException {
    return TelemetrySource.open(root, this);
  }

  /** Opens its policy questions for answering, from now on. */
  public CheckSource checks() throws IOException {
    return CheckSource.open(this);
  }
}
