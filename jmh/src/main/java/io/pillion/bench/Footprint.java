package io.pillion.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What the running process takes, by its own account and by Linux's.
 *
 * @param heapBytes after a collection
 * @param directBytes in direct buffers
 * @param metaspaceBytes of all class loaders, compressed class space included
 * @param filesResidentBytes of mapped files under the directory in question
 * @param filesShareBytes the same, divided by the processes that map each page
 * @param descriptors open files and sockets
 * @param maps mappings of any kind
 * @param fileMaps mappings of files under the directory
 * @param threads of Java
 * @param residentBytes of the process
 */
record Footprint(
    long heapBytes,
    long directBytes,
    long metaspaceBytes,
    long filesResidentBytes,
    long filesShareBytes,
    long descriptors,
    long maps,
    long fileMaps,
    long threads,
    long residentBytes) {
  private static final Path SELF = Path.of("/proc/self");
  private static final int KIB = 1024;
  private static final int COLLECTIONS = 3;
  private static final String LINE = "footprint: ";

  /** Takes stock; collects garbage first. */
  static Footprint take(Path directory) {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    Mappings mappings = Mappings.under(directory.toString());
    String[] open = new File("/proc/self/fd").list();
    return new Footprint(
        heap,
        direct(),
        metaspace(),
        mappings.resident,
        mappings.share,
        open == null ? 0 : open.length,
        mappings.all,
        mappings.files,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        kib(lines("status"), "VmRSS:"));
  }

  private static long direct() {
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        return pool.getMemoryUsed();
      }
    }
    return 0;
  }

  private static long metaspace() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals("Metaspace")) {
        return pool.getUsage().getUsed();
      }
    }
    return 0;
  }

  private static final class Mappings {
    private long all;
    private long files;
    private long resident;
    private long share;

    static Mappings under(String directory) {
      Mappings mappings = new Mappings();
      boolean ours = false;
      for (String line : lines("smaps")) {
        if (Character.isUpperCase(line.charAt(0))) {
          if (ours && line.startsWith("Rss:")) {
            mappings.resident += kib(line);
          } else if (ours && line.startsWith("Pss:")) {
            mappings.share += kib(line);
          }
        } else {
          mappings.all++;
          ours = line.contains(directory);
          mappings.files += ours ? 1 : 0;
        }
      }
      return mappings;
    }
  }

  /** What of another process is in memory, pages that it shares included. */
  static double residentMib(long pid) {
    return mib(kib(lines(Path.of("/proc", Long.toString(pid)), "status"), "VmRSS:"));
  }

  private static List<String> lines(String file) {
    return lines(SELF, file);
  }

  private static List<String> lines(Path process, String file) {
    try {
      return Files.readAllLines(process.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long kib(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(Footprint::kib)
        .orElse(0L);
  }

  private static long kib(String line) {
    String[] words = line.split("\\s+", -1);
    return Long.parseLong(words[1]) * KIB;
  }

  /** For whoever started this process. */
  void print() {
    System.out.println(
        LINE
            + heapBytes
            + " "
            + directBytes
            + " "
            + metaspaceBytes
            + " "
            + filesResidentBytes
            + " "
            + filesShareBytes
            + " "
            + descriptors
            + " "
            + maps
            + " "
            + fileMaps
            + " "
            + threads
            + " "
            + residentBytes);
  }

  /** All that a process has printed so far. */
  static List<Footprint> printedIn(String output) {
    // The last line may not be whole yet.
    return output
        .substring(0, output.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.startsWith(LINE))
        .map(line -> parse(line.substring(LINE.length()).split(" ", -1)))
        .toList();
  }

  private static Footprint parse(String[] values) {
    long[] numbers = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      numbers[i] = Long.parseLong(values[i]);
    }
    return new Footprint(
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5],
        numbers[6],
        numbers[7],
        numbers[8],
        numbers[9]);
  }

  /** What was added since an earlier one. */
  Footprint minus(Footprint earlier) {
    return new Footprint(
        heapBytes - earlier.heapBytes,
        directBytes - earlier.directBytes,
        metaspaceBytes - earlier.metaspaceBytes,
        filesResidentBytes - earlier.filesResidentBytes,
        filesShareBytes - earlier.filesShareBytes,
        descriptors - earlier.descriptors,
        maps - earlier.maps,
        fileMaps - earlier.fileMaps,
        threads - earlier.threads,
        residentBytes - earlier.residentBytes);
  }

  /** Heap, direct buffers and our files: what the target is about. */
  long oursBytes() {
    return heapBytes + directBytes + filesResidentBytes;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "heap=%.2f, direct=%.2f, files=%.2f, files-share=%.2f, metaspace=%.2f, rss=%.1f MiB;"
            + " fds=%d, maps=%d, file-maps=%d, threads=%d",
        mib(heapBytes),
        mib(directBytes),
        mib(filesResidentBytes),
        mib(filesShareBytes),
        mib(metaspaceBytes),
        mib(residentBytes),
        descriptors,
        maps,
        fileMaps,
        threads);
  }

  static double mib(long bytes) {
    return bytes / 1024.0 / 1024.0;
  }
}
