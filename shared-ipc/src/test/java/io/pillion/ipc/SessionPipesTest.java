package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionPipesTest {
  @TempDir Path temp;
  private IpcRoot root;
  private Path queue;

  @BeforeEach
  void makeASession() throws Exception {
    root = IpcRoot.open(temp.resolve("ipc"));
    Path session = root.createFolder("s-" + "0".repeat(32));
    queue = root.createFolder(session, AgentSession.TELEMETRY);
  }

  @Test
  void whoeverWaitsInAPipeGoesOnAndThePipeIsGone() throws Exception {
    Path pipe = MakePipe.at(queue.resolve("19700101-0001.cq4"));
    CountDownLatch reading = new CountDownLatch(1);
    CompletableFuture<Integer> read =
        CompletableFuture.supplyAsync(
            () -> {
              reading.countDown();
              try (RandomAccessFile file = new RandomAccessFile(pipe.toFile(), "r")) {
                return file.read();
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    reading.await();

    assertThat(SessionPipes.remove(root)).isEqualTo(1);

    // If it had not opened the pipe by then, there is none to open any more: that frees it, too.
    Await.until(read::isDone);
    assertThat(pipe).doesNotExist();
    assertThat(read.handle((end, failure) -> failure != null || end == -1).get(1, TimeUnit.SECONDS))
        .isTrue();
  }

  @Test
  void filesLinksAndFoldersStay() throws Exception {
    Path file = Files.writeString(queue.resolve("19700101-0000.cq4"), "x");
    Path link = Files.createSymbolicLink(queue.resolve("19700101-0001.cq4"), file);
    Path outside = MakePipe.at(temp.resolve("elsewhere"));
    Path linkToPipe = Files.createSymbolicLink(queue.resolve("19700101-0002.cq4"), outside);

    assertThat(SessionPipes.remove(root)).isZero();

    assertThat(file).exists();
    assertThat(link).isSymbolicLink();
    assertThat(linkToPipe).isSymbolicLink();
    assertThat(outside).exists();
  }
}
