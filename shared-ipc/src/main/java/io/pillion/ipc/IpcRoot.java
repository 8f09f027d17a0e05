package io.pillion.ipc;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shared directory: where it is, and whether it may be trusted.
 *
 * <p>Everything lies in a folder named after the layout version. That folder is private to its
 * owner (0700); where the directory around it has the set-group-id bit, as a Kubernetes volume with
 * {@code fsGroup} does, it is shared with that group (2770), so that two containers may run as
 * different users.
 */
public final class IpcRoot {
  private static final String LAYOUT = "v1";
  private static final int SET_GROUP_ID = 02000;
  private static final int OTHERS = 0007;
  private static final int OTHERS_WRITE = 0002;
  private static final int SHARED_FOLDER = 02770;
  private static final String SUPER_USER = "0";
  private static final int PERMISSIONS = 07777;

  private final Path folder;
  private final boolean shared;

  private IpcRoot(Path folder, boolean shared) {
    this.folder = folder;
    this.shared = shared;
  }

  /**
   * The directory that both sides use: the configured one, or else {@code /dev/shm/pillion-<uid>},
   * or that name in the temporary directory where there is no {@code /dev/shm}.
   */
  public static Path locate(@Nullable String configured) {
    if (configured != null && !configured.isBlank()) {
      return Path.of(configured).toAbsolutePath().normalize();
    }
    Path memory = Path.of("/dev/shm");
    Path parent =
        Files.isDirectory(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    return parent.resolve("pillion-" + userId()).toAbsolutePath();
  }

  /**
   * Opens the directory, making it if it is missing.
   *
   * @throws IOException if it cannot be made, belongs to somebody else, or is open to others; the
   *     message names the path and the mend
   */
  public static IpcRoot open(Path directory) throws IOException {
    createPrivate(directory, false);
    boolean shared = (mode(directory) & SET_GROUP_ID) != 0;
    requireTrustedParent(directory);
    Path folder = folder(directory);
    createPrivate(folder, shared);
    requireTrusted(folder, shared);
    return new IpcRoot(folder, shared);
  }

  /** Where in {@code directory} everything lies; it need not exist. */
  static Path folder(Path directory) {
    return directory.resolve(LAYOUT);
  }

  /** The versioned folder that holds everything. */
  public Path folder() {
    return folder;
  }

  Path createFolder(String name) throws IOException {
    Path path = folder.resolve(name);
    createPrivate(path, shared);
    return path;
  }

  Path createFolder(Path parent, String name) throws IOException {
    Path path = parent.resolve(name);
    createPrivate(path, shared);
    return path;
  }

  /** Creates {@code file} empty, with the directory's permissions. It must not exist. */
  Path createFile(Path file) throws IOException {
    Files.createFile(file);
    share(file);
    return file;
  }

  /** Gives a file or socket the directory's permissions. */
  void share(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(fileMode()));
  }

  private String fileMode() {
    return shared ? "rw-rw----" : "rw-------";
  }

  private static void createPrivate(Path path, boolean shared) throws IOException {
    try {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (shared) {
        // By number: the portable way drops the bit that hands the group down to what is made here.
        Files.setAttribute(path, "unix:mode", SHARED_FOLDER, LinkOption.NOFOLLOW_LINKS);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(
            "shared directory is not a directory: path="
                + path
                + "; remove it or set pillion.ipc.dir",
            e);
      }
    } catch (AccessDeniedException e) {
      throw new IOException(
          "shared directory is closed to this user: path="
              + path
              + ", owner="
              + ownerAround(path)
              + ", user="
              + userId()
              + "; set pillion.ipc.dir to one of your own, or share a group",
          e);
    } catch (IOException e) {
      throw new IOException(
          "shared directory cannot be made: path="
              + path
              + ", cause="
              + e
              + "; make its parent writable or set pillion.ipc.dir",
          e);
    }
  }

  private static String ownerAround(Path path) {
    try {
      Path around = path.resolveSibling(".");
      return String.valueOf(Files.getAttribute(around, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      return "unknown";
    }
  }

  /**
   * Whoever owns the directory around the folder, or may write to it, can put another folder in its
   * place. Root may, and so may those of a group that nobody else gets past; a volume of a pod is
   * root's and open to all in the pod.
   */
  private static void requireTrustedParent(Path directory) throws IOException {
    String owner =
        String.valueOf(Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    int mode = mode(directory);
    boolean groupOnly = (mode & SET_GROUP_ID) != 0 && (mode & OTHERS) == 0;
    if (owner.equals(SUPER_USER) || groupOnly) {
      return;
    }
    if (!owner.equals(userId())) {
      throw new IOException(
          "shared directory belongs to another user: path="
              + directory
              + ", owner="
              + owner
              + ", user="
              + userId()
              + "; set pillion.ipc.dir to one of your own");
    }
    if ((mode & OTHERS_WRITE) != 0) {
      throw new IOException(
          "shared directory is open to other users: path="
              + directory
              + ", mode="
              + Integer.toOctalString(mode & PERMISSIONS)
              + "; chmod 700 it");
    }
  }

  private static void requireTrusted(Path folder, boolean shared) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(folder, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    String owner = String.valueOf(attributes.get("uid"));
    if (!owner.equals(userId()) && !shared) {
      throw new IOException(
          "shared directory belongs to another user: path="
              + folder
              + ", owner="
              + owner
              + ", user="
              + userId()
              + "; set pillion.ipc.dir to one of your own");
    }
    int mode = mode(folder);
    if ((mode & OTHERS) != 0) {
      throw new IOException(
          "shared directory is open to other users: path="
              + folder
              + ", mode="
              + Integer.toOctalString(mode & PERMISSIONS)
              + "; chmod 700 it");
    }
    if (!Files.isWritable(folder)) {
      throw new IOException(
          "shared directory is not writable: path="
              + folder
              + ", owner="
              + owner
              + ", user="
              + userId()
              + "; give both processes one user or a common fsGroup");
    }
  }

  private static int mode(Path path) throws IOException {
    Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return mode instanceof Integer value ? value : 0;
  }

  /** The effective user id in digits, or the user's name where there is no {@code /proc}. */
  private static String userId() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("Uid:")) {
          return line.split("\\s+", -1)[2];
        }
      }
    } catch (IOException e) {
      // Not Linux: the name serves as well.
    }
    return System.getProperty("user.name", "unknown");
  }
}
