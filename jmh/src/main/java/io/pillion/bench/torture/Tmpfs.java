package io.pillion.bench.torture;

import examples.pillion.demo.PrivateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A small memory file system of the campaign's own, which can be filled up. To mount one takes
 * root.
 */
final class Tmpfs implements AutoCloseable {
  private static final int SIZE_MIB = 96;
  private static final long COMMAND_SECONDS = 20;
  private static final int CHUNK_BYTES = 64 * 1024;

  private final PrivateDirectory place;
  private boolean mounted = true;

  private Tmpfs(PrivateDirectory place) {
    this.place = place;
  }

  /** Null if this user or this machine cannot mount. */
  static @Nullable Tmpfs mount() throws IOException {
    PrivateDirectory place = PrivateDirectory.onDisk("pillion-torture-ipc-");
    String options = "size=" + SIZE_MIB + "m,mode=0700";
    if (run("mount", "-t", "tmpfs", "-o", options, "pillion-torture", place.path().toString())) {
      return new Tmpfs(place);
    }
    place.close();
    return null;
  }

  /** A directory on it. */
  Path folder() {
    return place.path();
  }

  /** Takes all the room there is. */
  void fill() throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
    try (FileChannel file =
        FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (long left = SIZE_MIB * 2L * 1024 * 1024; left > 0; left -= CHUNK_BYTES) {
        file.write(zeros.clear());
      }
    } catch (IOException e) {
      // No space left: that is what was wanted.
    }
  }

  /** Gives the room back. */
  void free() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return folder().resolve("of-somebody-else");
  }

  private static boolean run(String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      // No such program.
      return false;
    }
  }

  @Override
  public synchronized void close() {
    if (!mounted) {
      return;
    }
    try {
      // Lazily: a process that is just being killed may still have files of it open.
      if (run("umount", "-l", folder().toString())) {
        mounted = false;
        place.close();
      }
    } catch (IOException e) {
      System.err.println("torture: cannot unmount " + folder() + ": " + e);
    }
  }
}
