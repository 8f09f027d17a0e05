package io.pillion.ipc;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A session's directory as the sidecar sees it: who made it, whether that process lives, and what
 * is in it. Every byte is taken for hostile.
 *
 * <p><b>Threading.</b> Any thread; holds no open file but the header's mapping.
 */
public final class SessionFolder {
  static final String GONE = ".gone-";
  private static final Duration LONGEST_BUILDING = Duration.ofMinutes(1);
  private static final int MOST_SEGMENTS = 16 * 1024;
  private static final int MOST_FOUND = 8 * 1024;
  private static final Pattern NAME = Pattern.compile(AgentSession.PREFIX + "[0-9a-f]{32}");

  private final IpcRoot root;
  private final Path directory;
  private final SessionHeader header;
  private final int segmentBytes;

  private SessionFolder(IpcRoot root, Path directory, SessionHeader header, int segmentBytes) {
    this.root = root;
    this.directory = directory;
    this.header = header;
    this.segmentBytes = segmentBytes;
  }

  /** The directories that may be sessions, in no order; not all if there are absurdly many. */
  public static List<Path> scan(IpcRoot root) throws IOException {
    return scan(root.folder());
  }

  static List<Path> scan(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (found.size() == MOST_FOUND) {
          break;
        }
        if (NAME.matcher(entry.getFileName().toString()).matches()
            && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          found.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  /**
   * Removes what dead processes left half built or half deleted.
   *
   * @return how many could not be removed
   */
  public static int removeUnfinished(IpcRoot root) throws IOException {
    int left = 0;
    for (Path entry : named(root, AgentSession.BUILDING)) {
      left += isAbandoned(entry) && !tryDelete(entry) ? 1 : 0;
    }
    for (Path entry : named(root, GONE)) {
      left += tryDelete(entry) ? 0 : 1;
    }
    return left;
  }

  private static List<Path> named(IpcRoot root, String prefix) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.folder(), prefix + "*")) {
      for (Path entry : entries) {
        if (found.size() == MOST_FOUND) {
          break;
        }
        found.add(entry);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  /** Younger ones may be about to take their lock. */
  private static boolean isAbandoned(Path building) {
    try {
      FileTime changed = Files.getLastModifiedTime(building, LinkOption.NOFOLLOW_LINKS);
      return changed.toInstant().isBefore(Instant.now().minus(LONGEST_BUILDING))
          && !LifeLock.isHeld(building.resolve(AgentSession.LOCK));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean tryDelete(Path directory) {
    try {
      deleteTree(directory);
      return true;
    } catch (IOException e) {
      return false;
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
    requireFolder(directory.resolve(AgentSession.TELEMETRY));
    requireFolder(directory.resolve(AgentSession.REQUESTS));
    return new SessionFolder(root, directory, header, header.telemetrySegmentBytes());
  }

  /** Files are deleted in there: it must not lead elsewhere, nor hold what blocks a reader. */
  private static void requireFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("not a plain directory: path=" + folder);
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.cq4*")) {
      int count = 0;
      for (Path entry : entries) {
        if (++count > MOST_SEGMENTS) {
          throw new IOException("too many segments: path=" + folder + ", most=" + MOST_SEGMENTS);
        }
        if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
            && Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
          throw new IOException("not a plain file: path=" + entry);
        }
      }
    }
  }

  /** Whether the process that made the session at {@code directory} lives. */
  public static boolean isAlive(Path directory) throws IOException {
    return LifeLock.isHeld(directory.resolve(AgentSession.LOCK));
  }

  /**
   * Whether somebody has removed the directory, not by way of {@link #delete}. Its process may live
   * and not know yet; what it has mapped it goes on writing.
   */
  public boolean isRemoved() {
    return !Files.exists(directory.resolve(AgentSession.HEADER));
  }

  /** Deletes a session's directory and all in it. A death in the middle leaves no half session. */
  public static void delete(Path directory) throws IOException {
    Path gone = directory.resolveSibling(GONE + directory.getFileName());
    try {
      Files.move(directory, gone, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return;
    }
    deleteTree(gone);
  }

  /** Entry by entry: how many there are is for another process to say. Links are not followed. */
  private static void deleteTree(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Whether a file that is mapped for reading telemetry is shorter than it was made, or gone. Only
   * then can touching it fail with an {@link InternalError}; and that comes late, perhaps while
   * another session is read.
   */
  public boolean isCut() {
    try {
      return hasCutPage() || hasCutSegment(directory.resolve(AgentSession.TELEMETRY), segmentBytes);
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether the header or the reply page is shorter than it was made: not to be touched again. */
  public boolean hasCutPage() {
    try {
      return Files.size(directory.resolve(AgentSession.HEADER)) < SessionHeader.BYTES
          || Files.size(directory.resolve(AgentSession.REPLIES)) < ReplyPage.BYTES;
    } catch (IOException e) {
      return true;
    }
  }

  static boolean hasCutSegment(Path queue, long segmentBytes) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(queue, "*.cq4*")) {
      for (Path file : files) {
        boolean table = file.toString().endsWith("t");
        if (file.toFile().length() < (table ? 1 : segmentBytes)) {
          return true;
        }
      }
    }
    return false;
  }

  /** 32 hex digits. */
  public String id() {
    return id(directory);
  }

  /** The id of the session that {@link #scan} found there. */
  public static String id(Path directory) {
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
