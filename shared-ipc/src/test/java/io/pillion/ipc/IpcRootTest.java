package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IpcRootTest {
  private static final int OTHER_USER = 4242;
  private static final int ANOTHER_USER = 4343;

  @TempDir Path temp;
  private Path directory;

  @BeforeEach
  void setUp() {
    directory = temp.resolve("ipc");
  }

  /** Opens the directory as whoever runs it, and listens and connects there as both sides do. */
  static final class Opener {
    public static void main(String[] arguments) throws Exception {
      try {
        IpcRoot root = IpcRoot.open(Path.of(arguments[0]));
        Path made = root.createFolder(arguments[1]);
        root.createFile(made.resolve("file"));
        Bell bell = new Bell(root.folder().resolve(Bell.CHECKS));
        System.out.println(bell.connected() ? "connected" : "opened");
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void aNewDirectoryIsPrivateAndSoIsWhatIsMadeInIt() throws IOException {
    IpcRoot root = IpcRoot.open(directory);
    assertThat(mode(directory)).isEqualTo("700");
    assertThat(mode(root.folder())).isEqualTo("700");
    assertThat(mode(root.createFile(root.folder().resolve("f")))).isEqualTo("600");
    assertThat(mode(root.createFolder("d"))).isEqualTo("700");
    assertThat(IpcRoot.open(directory).folder()).isEqualTo(root.folder());
  }

  @Test
  void aLinkOrAFileInItsPlaceIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Files.createSymbolicLink(directory, elsewhere);
    assertThatThrownBy(() -> IpcRoot.open(directory))
        .hasMessageContaining("is not a directory")
        .hasMessageContaining("path=" + directory)
        .hasMessageContaining("remove it or set pillion.ipc.dir");
    Path file = Files.createFile(temp.resolve("file"));
    assertThatThrownBy(() -> IpcRoot.open(file)).hasMessageContaining("is not a directory");
    Files.delete(directory);
    IpcRoot.open(directory);
    Files.delete(directory.resolve("v1"));
    Files.createSymbolicLink(directory.resolve("v1"), elsewhere);
    assertThatThrownBy(() -> IpcRoot.open(directory)).hasMessageContaining("is not a directory");
  }

  @Test
  void aFolderThatIsOpenToOthersIsRefused() throws IOException {
    Path folder = IpcRoot.open(directory).folder();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx---r-x"));
    assertThatThrownBy(() -> IpcRoot.open(directory))
        .hasMessageContaining("open to other users")
        .hasMessageContaining("path=" + folder)
        .hasMessageContaining("mode=705")
        .hasMessageContaining("chmod 700");
  }

  @Test
  void aForeignFolderOrParentIsRefused() throws IOException {
    assumeRoot();
    Path folder = IpcRoot.open(directory).folder();
    Files.setAttribute(folder, "unix:uid", OTHER_USER);
    assertThatThrownBy(() -> IpcRoot.open(directory))
        .hasMessageContaining("belongs to another user")
        .hasMessageContaining("path=" + folder)
        .hasMessageContaining("owner=" + OTHER_USER)
        .hasMessageContaining("set pillion.ipc.dir");
    Files.setAttribute(folder, "unix:uid", 0);
    Files.setAttribute(directory, "unix:uid", OTHER_USER);
    // Whoever owns the parent could put another folder in place of ours.
    assertThatThrownBy(() -> IpcRoot.open(directory))
        .hasMessageContaining("belongs to another user")
        .hasMessageContaining("path=" + directory);
  }

  @Test
  void underASetGroupIdDirectoryTheGroupSharesAllOfIt() throws Exception {
    assumeRoot();
    Files.createDirectory(directory);
    Files.setAttribute(directory, "unix:gid", OTHER_USER);
    Files.setAttribute(directory, "unix:mode", 02777);
    IpcRoot root = IpcRoot.open(directory);
    assertThat(mode(root.folder())).isEqualTo("2770");
    Path folder = root.createFolder("d");
    assertThat(mode(folder)).isEqualTo("2770");
    assertThat(mode(root.createFile(folder.resolve("f")))).isEqualTo("660");
    assertThat(Files.getAttribute(folder.resolve("f"), "unix:gid")).isEqualTo(OTHER_USER);
    openUpTemp();
    try (BellListener bell = BellListener.checks(root);
        ChildJvm member = as(OTHER_USER, "--groups=" + OTHER_USER)) {
      assertThat(member.allOutput()).isEqualTo("connected\n");
      bell.await(5_000);
      assertThat(bell.answer()).isTrue();
    }
    // Made by the other user, yet the group's: both sides can work with it.
    assertThat(Files.getAttribute(root.folder().resolve("by-child"), "unix:gid"))
        .isEqualTo(OTHER_USER);
    try (ChildJvm stranger = as(ANOTHER_USER, "--clear-groups")) {
      assertThat(stranger.allOutput()).isNotEqualTo("connected\n").contains("directory");
    }
  }

  @Test
  void aPrivateDirectoryIsRefusedToAnotherUser() throws Exception {
    assumeRoot();
    IpcRoot.open(directory);
    openUpTemp();
    try (ChildJvm stranger = as(ANOTHER_USER, "--clear-groups")) {
      assertThat(stranger.allOutput()).contains("shared directory").contains("pillion.ipc.dir");
    }
  }

  private ChildJvm as(int user, String groups) throws IOException {
    return new ChildJvm(
        List.of("setpriv", "--reuid=" + user, "--regid=" + ANOTHER_USER, groups),
        Opener.class,
        directory.toString(),
        "by-child");
  }

  private void openUpTemp() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void assumeRoot() {
    boolean root = System.getProperty("user.name", "").equals("root");
    assumeTrue(root && Files.isExecutable(Path.of("/usr/bin/setpriv")));
    // Its class path must be readable by other users.
    for (Path at = Path.of(System.getProperty("java.class.path").split(":", 2)[0]).toAbsolutePath();
        at != null;
        at = at.getParent()) {
      assumeTrue(readableByOthers(at), "class path is private");
    }
  }

  private static boolean readableByOthers(Path path) {
    try {
      int mode = (Integer) Files.getAttribute(path, "unix:mode");
      return (mode & 0005) == 0005 || (!Files.isDirectory(path) && (mode & 0004) != 0);
    } catch (IOException e) {
      return false;
    }
  }

  private static String mode(Path path) throws IOException {
    int mode = (Integer) Files.getAttribute(path, "unix:mode");
    return Integer.toOctalString(mode & 07777);
  }
}
