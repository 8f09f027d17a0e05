package io.pillion.bench.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What a third party with the right to write could do to one file of a session. The two files that
 * application threads have mapped, the current segment of the requests and the reply slots, are not
 * among the targets: cutting them is out of scope.
 *
 * @param file relative to the session's directory
 * @param truncateTo the length to cut it to, or -1 to write garbage
 * @param garbageAt where to write garbage
 * @param garbageBytes how much
 */
record Damage(Path file, long truncateTo, long garbageAt, int garbageBytes, long seed) {
  private static final String SEGMENT = ".cq4";
  private static final int MOST_GARBAGE = 4096;

  /** Chooses among the files that are there; an empty file is only written to. */
  static Damage choose(Path session, SplittableRandom random) throws IOException {
    List<Path> targets = targets(session);
    Path file = targets.get(random.nextInt(targets.size()));
    long size = Files.size(session.resolve(file));
    if (size > 0 && random.nextBoolean()) {
      long length = random.nextBoolean() ? 0 : random.nextLong(size);
      return new Damage(file, length, 0, 0, random.nextLong());
    }
    int bytes = 1 + random.nextInt(MOST_GARBAGE);
    // Mostly where something was written: segments are filled from their beginning.
    long bound = Math.max(1, random.nextBoolean() ? size : Math.min(size, 64 * 1024));
    return new Damage(file, -1, random.nextLong(bound), bytes, random.nextLong());
  }

  /** All files that may be damaged, in a fixed order. */
  static List<Path> targets(Path session) throws IOException {
    List<Path> targets = new ArrayList<>();
    try (Stream<Path> files = Files.walk(session)) {
      files.filter(Files::isRegularFile).map(session::relativize).forEach(targets::add);
    }
    Path requests = Path.of("requests");
    targets.stream()
        .filter(file -> file.startsWith(requests) && file.toString().endsWith(SEGMENT))
        .max(Comparator.naturalOrder())
        .ifPresent(targets::remove);
    targets.remove(Path.of("replies"));
    targets.sort(Comparator.naturalOrder());
    return targets;
  }

  boolean cutsHeader() {
    return truncateTo >= 0 && file.equals(Path.of("session.hdr"));
  }

  void inflict(Path session) throws IOException {
    // Without CREATE: a file that has just been deleted must not come back.
    try (FileChannel channel = FileChannel.open(session.resolve(file), StandardOpenOption.WRITE)) {
      if (truncateTo >= 0) {
        channel.truncate(truncateTo);
      } else {
        byte[] garbage = new byte[garbageBytes];
        new java.util.Random(seed).nextBytes(garbage);
        long room = Math.max(0, channel.size() - garbageAt);
        int length = channel.size() == 0 ? garbageBytes : (int) Math.min(room, garbageBytes);
        channel.write(ByteBuffer.wrap(garbage, 0, length), garbageAt);
      }
    } catch (NoSuchFileException e) {
      // A consumed segment, deleted meanwhile.
    }
  }

  @Override
  public String toString() {
    return truncateTo >= 0
        ? file + " cut to " + truncateTo + " bytes"
        : file + ": " + garbageBytes + " bytes of garbage at " + garbageAt;
  }
}
