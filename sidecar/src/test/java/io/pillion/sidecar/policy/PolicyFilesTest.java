package io.pillion.sidecar.policy;

import static io.pillion.sidecar.policy.PolicyYaml.deny;
import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.policy.CompiledPolicy;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.sidecar.config.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFilesTest {
  @TempDir Path directory;

  @Test
  void directoryIsOneSetWithoutHiddenAndOtherFiles() throws IOException {
    write("b.yml", deny("b", "/b"));
    write("a.yaml", deny("a", "/a"));
    write(".hidden.yaml", "not: [");
    write("README.md", "not: [");
    PolicyLoad load = load(directory);
    assertThat(load.problems()).isEmpty();
    assertThat(load.fileCount()).isEqualTo(2);
    assertThat(ids(load)).containsExactly("default/a", "default/b");
  }

  @Test
  void singleFileIsReadWhateverItsName() throws IOException {
    Path file = write("policy.txt", deny("a", "/a"));
    assertThat(ids(load(file))).containsExactly("default/a");
  }

  @Test
  void emptyDirectoryIsTheEmptySet() {
    PolicyLoad load = load(directory);
    assertThat(load.problems()).isEmpty();
    assertThat(ids(load)).isEmpty();
  }

  @Test
  void missingPathIsAProblem() {
    PolicyLoad load = load(directory.resolve("absent"));
    assertThat(load.snapshot()).isNull();
    assertThat(load.problems().get(0).message()).contains("does not exist");
  }

  @Test
  void oneBadFileRefusesAllWithTheProblemsOfAll() throws IOException {
    write("a.yaml", deny("a", "/a"));
    write("b.yaml", "kind: [");
    write("c.yaml", deny("c", "no-slash"));
    PolicyLoad load = load(directory);
    assertThat(load.snapshot()).isNull();
    assertThat(load.problems())
        .extracting(Problem::file)
        .containsExactly(
            directory.resolve("b.yaml").toString(), directory.resolve("c.yaml").toString());
  }

  @Test
  void sameNameInTwoFilesIsRefusedNamingBoth() throws IOException {
    write("a.yaml", deny("same", "/a"));
    write("b.yaml", deny("same", "/b"));
    Problem problem = load(directory).problems().get(0);
    assertThat(problem.toString())
        .startsWith(directory.resolve("b.yaml") + ":4:9: policy given twice: id=default/same")
        .contains("first=" + directory.resolve("a.yaml") + ":4:9");
  }

  @Test
  void fileThatIsNotUtf8IsRefused() throws IOException {
    Files.write(directory.resolve("a.yaml"), new byte[] {(byte) 0xff, 'x'});
    assertThat(load(directory).problems().get(0).message()).contains("not UTF-8");
  }

  @Test
  void byteOrderMarkIsAccepted() throws IOException {
    write("a.yaml", "\ufeff" + deny("a", "/a"));
    assertThat(ids(load(directory))).containsExactly("default/a");
  }

  @Test
  void hugeFileIsRefusedUnread() throws IOException {
    write("a.yaml", "#".repeat(PolicyFiles.MAX_FILE_BYTES + 1));
    assertThat(load(directory).problems().get(0).message()).contains("file too large");
  }

  @Test
  void setTooLargeForTheAgentsIsRefused() throws IOException {
    for (int file = 0; file < 2; file++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 170; i++) {
        text.append("---\n").append(deny("p" + file + "-" + i, "/" + "x".repeat(4000)));
      }
      write(file + ".yaml", text.toString());
    }
    assertThat(load(directory).problems().get(0).message()).contains("policy set too large");
  }

  @Test
  void subdirectoryAndBrokenLinkAreProblems() throws IOException {
    Files.createDirectory(directory.resolve("a.yaml"));
    Files.createSymbolicLink(directory.resolve("b.yaml"), Path.of("nowhere"));
    assertThat(load(directory).problems())
        .extracting(Problem::message)
        .satisfiesExactly(
            first -> assertThat(first).contains("not a regular file"),
            second -> assertThat(second).contains("cannot be read"));
  }

  @Test
  void configMapLayoutReadsThroughItsLinks() throws IOException {
    Path generation = Files.createDirectory(directory.resolve("..2026_01_01"));
    Files.writeString(generation.resolve("a.yaml"), deny("a", "/a"));
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_01_01"));
    Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("..data/a.yaml"));
    assertThat(ids(load(directory))).containsExactly("default/a");
  }

  @Test
  void digestChangesWithContentAndNames() throws IOException {
    Path file = write("a.yaml", deny("a", "/a"));
    String first = load(directory).digest();
    assertThat(load(directory).digest()).isEqualTo(first);
    Files.move(file, directory.resolve("b.yaml"));
    String second = load(directory).digest();
    write("b.yaml", deny("a", "/b"));
    assertThat(List.of(second, load(directory).digest()))
        .doesNotContain(first)
        .doesNotHaveDuplicates();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8);
  }

  private static PolicyLoad load(Path path) {
    return new PolicyFiles(path, OnUnavailable.DENY).load();
  }

  private static List<String> ids(PolicyLoad load) {
    assertThat(load.problems()).isEmpty();
    assertThat(load.snapshot()).isNotNull();
    return load.snapshot().policies().stream().map(CompiledPolicy::id).toList();
  }
}
