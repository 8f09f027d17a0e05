package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class JavaProcessTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  /** Program of the processes under test. */
  public static final class Sleeper {
    private Sleeper() {}

    /** Prints its arguments and its environment, and waits to be ended. */
    public static void main(String[] args) throws InterruptedException {
      System.err.println("option " + System.getenv("PILLION_TEST"));
      System.out.println("running " + String.join(",", args));
      if (args[0].equals("stay")) {
        new java.util.concurrent.CountDownLatch(1).await();
      }
    }
  }

  @TempDir Path directory;
  private Path jar;

  @BeforeEach
  void makeJar() throws IOException {
    jar = directory.resolve("sleeper.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Sleeper.class.getName());
    String entry = Sleeper.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry(entry));
      out.write(Sleeper.class.getResourceAsStream("/" + entry).readAllBytes());
    }
  }

  private JavaProcess start(String argument) {
    return JavaProcess.launch("sleeper", Jdk.current(), directory)
        .flags("-Xmx16m")
        .environment("PILLION_TEST", "given")
        .start(jar, argument);
  }

  @Test
  void waitsForALineAndStopsOnClose() {
    JavaProcess process = start("stay");
    try (process) {
      assertThat(process.awaitLine("running ", SOON)).isEqualTo("stay");
      assertThat(process.stderr()).contains("option given");
    }
    assertThat(process.alive()).isFalse();
    assertThat(process.exitCode()).isEqualTo(143);
  }

  @Test
  void killsAtOnce() {
    try (JavaProcess process = start("stay")) {
      process.awaitLine("running ", SOON);
      process.kill();

      assertThat(process.exitCode()).isEqualTo(137);
    }
  }

  @Test
  void pausesAndResumes() throws IOException {
    try (JavaProcess process = start("stay")) {
      process.awaitLine("running ", SOON);
      Path stat = Path.of("/proc/" + process.pid() + "/stat");
      process.pause();
      assertThat(Await.within(SOON, () -> state(stat).equals("T"))).isTrue();
      process.resume();
      assertThat(Await.within(SOON, () -> !state(stat).equals("T"))).isTrue();
    }
  }

  private static String state(Path stat) {
    try {
      return Files.readString(stat).replaceAll("(?s).*\\) (.).*", "$1");
    } catch (IOException e) {
      return "gone";
    }
  }

  @Test
  void tellsWithItsOutputThatItEndedEarly() {
    try (JavaProcess process = start("go")) {
      assertThatThrownBy(() -> process.awaitLine("never", SOON))
          .hasMessageContaining("sleeper ended early: exit=0")
          .hasMessageContaining("[sleeper out] running go");
    }
  }
}
