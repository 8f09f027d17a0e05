package io.pillion.ipc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Bytes of one version of the wire, committed as text: the length, and then each row of 16 that is
 * not all zeros.
 */
final class GoldenFile {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final String RECORD = "pillion.golden.record";
  private static final int ROW = 16;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private final Path path;

  private GoldenFile(Path path) {
    this.path = path;
  }

  /**
   * The file of that name and version; made from {@code now} if it is missing and is to be made.
   */
  static GoldenFile of(String version, String name, byte[] now) throws IOException {
    Path path = FOLDER.resolve(version).resolve(name + ".hex");
    if (Boolean.getBoolean(RECORD) && !Files.exists(path)) {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text(now), StandardOpenOption.CREATE_NEW);
    }
    return new GoldenFile(path);
  }

  /** Every version that has a file of that name. */
  static List<String> versionsWith(String name) {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(name + ".hex")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] read(String version, String name) throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve(version).resolve(name + ".hex"));
    byte[] bytes = new byte[Integer.parseInt(lines.get(0).substring("length ".length()))];
    for (String line : lines.subList(1, lines.size())) {
      byte[] row = HEX.parseHex(line.substring(10));
      System.arraycopy(row, 0, bytes, HexFormat.fromHexDigits(line, 0, 8), row.length);
    }
    return bytes;
  }

  String content() throws IOException {
    return Files.exists(path) ? Files.readString(path) : "missing";
  }

  /** What to do when today's bytes are others. */
  String advice() {
    return String.join(
        "\n",
        path + " does not hold what is written today.",
        "If the wire was not meant to change, undo what changed it: a released peer reads this.",
        "If it was, raise the version (LayoutVersion, or SnapshotFormat for a policy), run",
        "  mvn -pl shared-ipc test -Dtest=GoldenFilesTest -D" + RECORD + "=true",
        "which adds the new version's files beside these, and commit both. Never change these.");
  }

  static String text(byte[] bytes) {
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    List<String> lines = new ArrayList<>();
    lines.add("length " + bytes.length);
    for (int at = 0; at < bytes.length; at += ROW) {
      row.reset();
      row.write(bytes, at, Math.min(ROW, bytes.length - at));
      byte[] some = row.toByteArray();
      if (!isZero(some)) {
        lines.add(String.format(Locale.ROOT, "%08x  %s", at, HEX.formatHex(some)));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
