package io.pillion.ipc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The compiled policy as the sidecar last published it: a file replaced by rename, so that it is
 * whole whenever the sidecar dies, and outlives it. Little-endian:
 *
 * <pre>
 *   0  magic "PLPOLCY1"                  8  version: major u32 high, minor u32 low
 *  16  oldest reader, as version         24  bytes before the snapshot, u32
 *  28  deny if the snapshot cannot be used: u32, 1 or 0
 *  from there: snapshot, {@code PolicySnapshot}'s own format, to the end of the file
 * </pre>
 *
 * <p>What a newer version puts between is passed over. That goes for this page alone: a snapshot
 * with anything unknown in it is refused whole.
 */
public final class PolicyPage {
  private static final String NAME = "policy.page";
  private static final long MAGIC = 0x3159434C4F504C50L;
  private static final int HEADER_BYTES = 32;
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  private final IpcRoot root;
  private final Path file;

  /** The page of a shared directory. */
  public PolicyPage(IpcRoot root) {
    this.root = root;
    this.file = file(root.folder());
  }

  static Path file(Path folder) {
    return folder.resolve(NAME);
  }

  /**
   * What a page says.
   *
   * @param denyIfUnusable what applies where {@code snapshot} is refused
   * @param snapshot bytes of a {@code PolicySnapshot}; not checked
   */
  @SuppressWarnings("ArrayRecordComponent") // Moved, never compared.
  public record Content(boolean denyIfUnusable, byte[] snapshot) {}

  /**
   * Replaces the page, unless it says the same already: a sidecar that comes back needs no room
   * then, which there may not be before it has read what fills the file system. For the sidecar,
   * which alone publishes.
   *
   * @throws IOException if it cannot be stored, or is larger than any reader takes; the page stays
   *     as it was
   */
  public void publish(Content content) throws IOException {
    if (content.snapshot().length > MAX_BYTES - HEADER_BYTES) {
      throw tooLarge();
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER_BYTES + content.snapshot().length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(MAGIC)
            .putLong(LayoutVersion.CURRENT)
            .putLong(LayoutVersion.OLDEST_READER)
            .putInt(HEADER_BYTES)
            .putInt(content.denyIfUnusable() ? 1 : 0)
            .put(content.snapshot())
            .flip();
    if (holds(bytes)) {
      return;
    }
    Path aside = root.folder().resolve(NAME + ".new");
    Files.deleteIfExists(aside);
    try (FileChannel channel = FileChannel.open(root.createFile(aside), StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean holds(ByteBuffer bytes) {
    try {
      MappedPage.requirePlain(file);
      return Files.size(file) == bytes.remaining()
          && ByteBuffer.wrap(Files.readAllBytes(file)).equals(bytes);
    } catch (IOException e) {
      // Missing or not to be read: it is to be replaced.
      return false;
    }
  }

  /**
   * Reads the page; null if none was ever published.
   *
   * @throws IOException if there is one and it cannot be read or is of another layout
   */
  public @Nullable Content read() throws IOException {
    return read(file);
  }

  static @Nullable Content read(Path file) throws IOException {
    byte[] bytes;
    try {
      MappedPage.requirePlain(file);
      try (InputStream in =
          Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
    } catch (NoSuchFileException e) {
      return null;
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException("policy page too large: path=" + file + ", max-bytes=" + MAX_BYTES);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < HEADER_BYTES || in.getLong() != MAGIC) {
      throw new IOException("not a policy page: path=" + file);
    }
    LayoutVersion.requireReadable("policy page", in.getLong(), in.getLong());
    int headerBytes = in.getInt();
    boolean deny = in.getInt() != 0;
    if (headerBytes < HEADER_BYTES || headerBytes > bytes.length) {
      throw new IOException("policy page is damaged: path=" + file + ", header=" + headerBytes);
    }
    in.position(headerBytes);
    byte[] snapshot = new byte[in.remaining()];
    in.get(snapshot);
    return new Content(deny, snapshot);
  }

  private IOException tooLarge() {
    return new IOException("policy page too large: path=" + file + ", max-bytes=" + MAX_BYTES);
  }

  /** Differs whenever the page was replaced; null if there is none. */
  @Nullable String version() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.fileKey() + "@" + attributes.lastModifiedTime();
    } catch (IOException e) {
      return null;
    }
  }
}
