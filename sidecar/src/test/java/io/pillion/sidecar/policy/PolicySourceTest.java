package io.pillion.sidecar.policy;

import static io.pillion.sidecar.policy.PolicyYaml.deny;
import static io.pillion.sidecar.policy.PolicyYaml.get;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.sidecar.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PolicySourceTest {
  private static final Duration POLL = Duration.ofMillis(300);

  @TempDir Path directory;

  private final PolicyEngine engine = new PolicyEngine();
  private final List<PolicySnapshot> snapshots = new CopyOnWriteArrayList<>();
  private final List<List<Problem>> reports = new CopyOnWriteArrayList<>();
  private PolicySource source;

  @AfterEach
  void close() {
    if (source != null) {
      source.close();
    }
  }

  @Test
  void goodThenBadThenGoodKeepsTheLastGood() throws IOException {
    Path file = write("a.yaml", deny("a", "/admin"));
    start(directory);
    assertThat(source.lastReload().ok()).isTrue();
    assertThat(source.lastReload().policyCount()).isEqualTo(1);

    write("a.yaml", deny("a", "/admin").replace("paths", "path"));
    await(() -> !source.lastReload().ok());
    await(() -> reports.size() == 1);
    assertThat(reports.get(0).get(0).toString())
        .startsWith(file + ":10:9: ")
        .contains("did you mean paths?");
    assertThat(source.lastReload().problems()).isEqualTo(reports.get(0));
    assertThat(denied("/admin")).isTrue();

    write("a.yaml", deny("a", "/other"));
    await(() -> denied("/other"));
    await(() -> source.lastReload().ok());
    assertThat(denied("/admin")).isFalse();
    assertThat(source.lastReload().revision()).isEqualTo(engine.snapshot().revision());
    assertThat(reports).hasSize(1);
    assertThat(snapshots).hasSize(1);
  }

  @Test
  void sameBadContentIsReportedOnceAndOtherBadContentAgain() throws IOException {
    write("a.yaml", deny("a", "/admin"));
    start(directory);
    write("a.yaml", "kind: [");
    await(() -> reports.size() == 1);
    write("a.yaml", "kind: [");
    PolicyReload before = source.lastReload();
    write("a.yaml", "kind: {");
    await(() -> reports.size() == 2);
    assertThat(source.lastReload().time()).isAfterOrEqualTo(before.time());
    assertThat(snapshots).isEmpty();
  }

  @Test
  void returnToTheGoodContentIsStatusOnly() throws IOException {
    write("a.yaml", deny("a", "/admin"));
    start(directory);
    write("a.yaml", "kind: [");
    await(() -> !source.lastReload().ok());
    write("a.yaml", deny("a", "/admin"));
    await(() -> source.lastReload().ok());
    assertThat(snapshots).isEmpty();
    write("a.yaml", "kind: [");
    await(() -> reports.size() == 2);
  }

  @Test
  void swapOfAConfigMapLinkTakesEffect() throws IOException {
    generation("..1", deny("a", "/one"));
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("..data/a.yaml"));
    start(directory);
    generation("..2", deny("a", "/two"));
    Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2"));
    Files.move(
        directory.resolve("..data_tmp"),
        directory.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE);
    await(() -> denied("/two"));
    assertThat(denied("/one")).isFalse();
    assertThat(reports).isEmpty();
  }

  @Test
  void swapBehindALinkThatRaisesNoEventIsFoundByPolling() throws IOException {
    Path first = Files.createDirectory(directory.resolve("first"));
    Path second = Files.createDirectory(directory.resolve("second"));
    Files.writeString(first.resolve("a.yaml"), deny("a", "/one"));
    Files.writeString(second.resolve("a.yaml"), deny("a", "/two"));
    Path link = Files.createSymbolicLink(directory.resolve("policy"), first);
    start(link);
    Path temporary = Files.createSymbolicLink(directory.resolve("tmp"), second);
    Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
    await(() -> denied("/two"));
  }

  @Test
  void editorsWriteAsideAndRenameTakesEffect() throws IOException {
    Path file = write("a.yaml", deny("a", "/one"));
    start(file);
    Path aside = write("a.yaml~", deny("a", "/two"));
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    await(() -> denied("/two"));
    assertThat(reports).isEmpty();
  }

  @Test
  void truncationOrDisappearanceOpensNothing() throws IOException {
    Path file = write("a.yaml", deny("a", "/admin"));
    start(file);
    write("a.yaml", "");
    await(() -> reports.size() == 1);
    assertThat(denied("/admin")).isTrue();
    Files.delete(file);
    await(() -> reports.size() == 2);
    assertThat(denied("/admin")).isTrue();
    write("a.yaml", deny("a", "/admin"));
    await(() -> source.lastReload().ok());
  }

  @Test
  void fileWrittenInPiecesEndsInTheRightState() throws IOException {
    Path file = write("a.yaml", deny("a", "/admin"));
    start(file);
    String next = deny("a", "/one") + "---\n" + deny("b", "/two");
    write("a.yaml", next.substring(0, next.indexOf("spec:") + 7));
    await(() -> !source.lastReload().ok());
    assertThat(denied("/admin")).isTrue();
    Files.writeString(file, next.substring(Files.readString(file).length()), APPEND);
    await(() -> denied("/two"));
    assertThat(denied("/one")).isTrue();
    assertThat(denied("/admin")).isFalse();
  }

  @Test
  void directoryThatIsReplacedIsWatchedAgain() throws IOException {
    Path policies = Files.createDirectory(directory.resolve("policies"));
    Files.writeString(policies.resolve("a.yaml"), deny("a", "/one"));
    start(policies);
    Files.move(policies, directory.resolve("old"));
    await(() -> !source.lastReload().ok());
    Files.createDirectory(policies);
    Files.writeString(policies.resolve("a.yaml"), deny("a", "/two"));
    await(() -> denied("/two"));
    Files.writeString(policies.resolve("a.yaml"), deny("a", "/three"));
    await(() -> denied("/three"));
  }

  @Test
  void addedAndRemovedFilesTakeEffect() throws IOException {
    write("a.yaml", deny("a", "/one"));
    start(directory);
    Path second = write("b.yaml", deny("b", "/two"));
    await(() -> denied("/two"));
    assertThat(denied("/one")).isTrue();
    Files.delete(second);
    await(() -> !denied("/two"));
    assertThat(source.lastReload().fileCount()).isEqualTo(1);
  }

  @Test
  void changeBetweenLoadAndStartIsSeen() throws IOException {
    write("a.yaml", deny("a", "/one"));
    PolicyFiles files = new PolicyFiles(directory, OnUnavailable.DENY);
    PolicyLoad initial = files.load();
    write("a.yaml", deny("a", "/two"));
    start(files, initial);
    await(() -> denied("/two"));
  }

  @Test
  void listenerThatFailsIsAskedAgain() throws IOException {
    write("a.yaml", deny("a", "/one"));
    PolicyFiles files = new PolicyFiles(directory, OnUnavailable.DENY);
    List<Long> offers = new CopyOnWriteArrayList<>();
    source =
        PolicySource.start(
            files,
            files.load(),
            POLL,
            snapshot -> {
              offers.add(snapshot.revision());
              if (offers.size() < 3) {
                throw new IllegalStateException("no room");
              }
            },
            problems -> {
              reports.add(problems);
              throw new IllegalStateException("no reporter");
            });
    write("a.yaml", deny("a", "/two"));
    await(() -> offers.size() == 3 && source.lastReload().ok());
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).get(0).message()).contains("no room");
  }

  @Test
  void badInitialLoadIsNotStarted() {
    PolicyFiles files = new PolicyFiles(directory.resolve("absent"), OnUnavailable.DENY);
    PolicyLoad load = files.load();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PolicySource.start(files, load, snapshots::add, reports::add));
  }

  @Test
  void closeEndsTheThreadAndIsIdempotent() throws IOException {
    write("a.yaml", deny("a", "/one"));
    start(directory);
    source.close();
    source.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("pillion-policy-watch"));
  }

  private void generation(String name, String text) throws IOException {
    Path generation = Files.createDirectory(directory.resolve(name));
    Files.writeString(generation.resolve("a.yaml"), text);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private void start(Path path) {
    PolicyFiles files = new PolicyFiles(path, OnUnavailable.DENY);
    start(files, files.load());
  }

  private void start(PolicyFiles files, PolicyLoad initial) {
    assertThat(initial.problems()).isEmpty();
    engine.replace(initial.snapshot());
    source =
        PolicySource.start(
            files,
            initial,
            POLL,
            snapshot -> {
              snapshots.add(snapshot);
              engine.replace(snapshot);
            },
            reports::add);
  }

  private boolean denied(String path) {
    return !engine.decide(get(path)).allowed();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
