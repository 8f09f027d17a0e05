package examples.pillion.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sessions of a pod as they lie in its directory. */
final class SessionDirectories {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private SessionDirectories() {}

  static List<Path> of(Pod pod) {
    Path folder = folder(pod);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(path -> path.getFileName().toString().startsWith("s-")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything lies in here. */
  static Path folder(Pod pod) {
    return pod.shared().path().resolve("v1");
  }

  /** That of the living service that the sidecar knows by this name, once it does. */
  static Path of(Pod pod, String service) {
    List<Path> found = new ArrayList<>();
    Await.until(
        LIMIT,
        () -> {
          find(pod, service, found);
          return !found.isEmpty();
        },
        () -> "no session: service=" + service);
    return found.get(0);
  }

  private static void find(Pod pod, String service, List<Path> found) {
    try {
      for (Session session : pod.api().sessions()) {
        Path directory = folder(pod).resolve("s-" + session.id());
        if (session.alive() && session.service().equals(service) && Files.isDirectory(directory)) {
          found.add(directory);
        }
      }
    } catch (IOException e) {
      // The sidecar is away for a moment.
    }
  }
}
