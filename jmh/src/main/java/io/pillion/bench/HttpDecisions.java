package io.pillion.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The HTTP rival as a process. */
final class HttpDecisions implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final BenchDirectory directory = BenchDirectory.make();
  private final ChildJvm process;
  private final int port;

  /** Starts it with those policies. */
  HttpDecisions(byte[] encodedPolicy) {
    try {
      Path policy = Files.write(directory.path().resolve("policy.bin"), encodedPolicy);
      process =
          ChildJvm.start(
              directory.path().resolve("rival.log"),
              Map.of(),
              List.of(
                  "-cp",
                  System.getProperty("java.class.path"),
                  HttpDecisionServer.class.getName(),
                  policy.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until(START_LIMIT, () -> told().isPresent() || !process.alive());
    port =
        told()
            .orElseThrow(
                () -> new IllegalStateException("rival did not come up: " + process.output()));
  }

  private Optional<Integer> told() {
    return process
        .output()
        .lines()
        .filter(line -> line.startsWith(HttpDecisionServer.LISTENING))
        .map(line -> Integer.parseInt(line.substring(HttpDecisionServer.LISTENING.length())))
        .findFirst();
  }

  /** A new connection, to be used by one thread. */
  HttpCheck connect() {
    return new HttpCheck(port);
  }

  /** The rival's processor time since its start. */
  Duration cpu() {
    return process.cpu();
  }

  @Override
  public void close() {
    process.close();
    directory.close();
  }
}
