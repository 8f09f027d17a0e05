package io.pillion.ipc.internal;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a segmented queue: how they are named, counted, prepared and deleted.
 *
 * <p>Chronicle names a file after the minute of its logical clock; segment n is minute n.
 */
public final class SegmentFiles {
  static final String SUFFIX = ".cq4";

  private static final String PREPARED = ".precreated";
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm");
  private static final int NAME_LENGTH = 13;
  private static final int SECONDS = 60;
  private static final int ZEROS = 64 * 1024;
  private static final String TABLE = "metadata.cq4t";

  /** Four times what the table's few entries take. */
  private static final int TABLE_BYTES = 16 * 1024;

  /** Names that are looked at: another process may put any number of files there. */
  private static final int MOST_NAMES = 16 * 1024;

  private static final Set<PosixFilePermission> PRIVATE = EnumSet.of(OWNER_READ, OWNER_WRITE);
  private static final Set<PosixFilePermission> SHARED =
      EnumSet.of(OWNER_READ, OWNER_WRITE, GROUP_READ, GROUP_WRITE);

  private final Path directory;

  /** The files in {@code directory}, which must exist by the time they are asked for. */
  public SegmentFiles(Path directory) {
    this.directory = directory;
  }

  Path segment(int number) {
    return directory.resolve(name(number) + SUFFIX);
  }

  private Path prepared(int number) {
    return directory.resolve(name(number) + PREPARED);
  }

  private static String name(int number) {
    return LocalDateTime.ofEpochSecond((long) number * SECONDS, 0, ZoneOffset.UTC).format(NAME);
  }

  boolean isPrepared(int number) {
    return Files.exists(prepared(number));
  }

  /**
   * Takes the space of a segment with zeros, aside, and then gives it the name under which
   * Chronicle adopts it.
   */
  void prepare(int number, long bytes) throws IOException {
    Path aside = directory.resolve(name(number) + ".new");
    try {
      fill(aside, bytes);
    } catch (IOException e) {
      Files.deleteIfExists(aside);
      throw e;
    }
    Files.move(aside, prepared(number));
  }

  /**
   * Takes the space of the queue's table before Chronicle maps it: the file that Chronicle itself
   * would make is sparse, and a page that cannot be had is a fault in whoever touches it.
   */
  void prepareTable() throws IOException {
    fill(directory.resolve(TABLE), TABLE_BYTES);
  }

  private void fill(Path file, long bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      // Whatever the umask: a sidecar that shares the group must be able to read it.
      boolean shared = Files.getPosixFilePermissions(directory).contains(GROUP_WRITE);
      Files.setPosixFilePermissions(file, shared ? SHARED : PRIVATE);
      ByteBuffer zeros = ByteBuffer.allocate(ZEROS);
      for (long done = 0; done < bytes; ) {
        zeros.clear().limit((int) Math.min(ZEROS, bytes - done));
        done += channel.write(zeros, done);
      }
    }
  }

  /** How many segments take space, prepared ones included. */
  public int count() {
    int count = 0;
    for (String name : names()) {
      if (name.endsWith(SUFFIX) || name.endsWith(PREPARED)) {
        count++;
      }
    }
    return count;
  }

  boolean exists(int number) {
    return segment(number).toFile().exists();
  }

  /** Bytes that all files take, whatever they are. */
  public long bytes() {
    long bytes = 0;
    for (String name : names()) {
      bytes += new File(directory.toFile(), name).length();
    }
    return bytes;
  }

  /** Number of the lowest segment that is not below {@code least}, or -1. */
  public int oldestFrom(int least) {
    int oldest = -1;
    for (String name : names()) {
      int number = numberOf(name);
      if (number >= least && number >= 0 && (oldest < 0 || number < oldest)) {
        oldest = number;
      }
    }
    return oldest;
  }

  /** Number of the highest segment, or -1. */
  public int newest() {
    int newest = -1;
    for (String name : names()) {
      newest = Math.max(newest, numberOf(name));
    }
    return newest;
  }

  void deleteBefore(int segment) {
    for (String name : names()) {
      int number = numberOf(name);
      if (number >= 0 && number < segment) {
        // If it fails, the next pass tries again; the file only takes space.
        new File(directory.toFile(), name).delete();
      }
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (names.size() == MOST_NAMES) {
          break;
        }
        names.add(entry.getFileName().toString());
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The directory is gone or closed to us: there is nothing to be found in it.
      return List.of();
    }
    return names;
  }

  private static int numberOf(String name) {
    if (name.length() != NAME_LENGTH + SUFFIX.length() || !name.endsWith(SUFFIX)) {
      return -1;
    }
    try {
      long minute =
          LocalDateTime.parse(name.substring(0, NAME_LENGTH), NAME).toEpochSecond(ZoneOffset.UTC)
              / SECONDS;
      return minute >= 0 && minute < Integer.MAX_VALUE ? (int) minute : -1;
    } catch (java.time.format.DateTimeParseException e) {
      return -1;
    }
  }
}
