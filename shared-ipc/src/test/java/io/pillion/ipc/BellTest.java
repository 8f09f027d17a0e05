package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BellTest {
  /** More than any socket buffer takes. */
  private static final int RINGS = 1_000_000;

  private static final long SECOND_NS = 1_000_000_000;

  @TempDir Path temp;

  private ServerSocketChannel listen() throws Exception {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(temp.resolve("bell")));
    server.configureBlocking(false);
    return server;
  }

  @Test
  void aListenerThatHangsUpAtOnceIsAskedLessAndLess() throws Exception {
    Bell bell = new Bell(temp.resolve("bell"));
    int accepted = 0;
    try (ServerSocketChannel server = listen()) {
      for (long began = System.nanoTime(); System.nanoTime() - began < SECOND_NS; ) {
        bell.connected();
        SocketChannel agent = server.accept();
        if (agent != null) {
          agent.close();
          accepted++;
        }
      }
    } finally {
      bell.close();
    }
    // At once, and after 100, 300 and 700 ms.
    assertThat(accepted).isBetween(2, 4);
  }

  @Test
  void aListenerThatWasReplacedIsFoundAtOnce() throws Exception {
    Bell bell = new Bell(temp.resolve("bell"));
    for (int i = 0; i < 2; i++) {
      try (ServerSocketChannel server = listen()) {
        Await.until(bell::connected);
        SocketChannel agent = server.accept();
        for (long began = System.nanoTime(); System.nanoTime() - began < SECOND_NS; ) {
          assertThat(bell.connected()).isTrue();
        }
        agent.close();
      }
      Files.delete(temp.resolve("bell"));
      assertThat(bell.connected()).isFalse();
    }
    bell.close();
  }

  @Test
  void ringingSomebodyWhoDoesNotListenNeitherBlocksNorThrowsAlsoIfInterrupted() throws Exception {
    Bell bell = new Bell(temp.resolve("bell"));
    try (ServerSocketChannel server = listen()) {
      assertThat(bell.connected()).isTrue();
      Thread.currentThread().interrupt();
      for (int i = 0; i < RINGS; i++) {
        bell.ring();
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(bell.connected()).isTrue();
      assertThat(server.isOpen()).isTrue();
    } finally {
      bell.close();
    }
  }

  @Test
  void whatIsNoSocketIsNobody() throws Exception {
    Bell missing = new Bell(temp.resolve("missing"));
    assertThat(missing.connected()).isFalse();
    missing.ring();
    for (Path other :
        new Path[] {
          Files.writeString(temp.resolve("file"), "x"),
          Files.createDirectory(temp.resolve("folder")),
          MakePipe.at(temp.resolve("pipe")),
          Files.createSymbolicLink(temp.resolve("link"), temp.resolve("missing"))
        }) {
      Bell bell = new Bell(other);
      assertThat(bell.connected()).as("%s", other).isFalse();
      bell.ring();
    }
  }
}
