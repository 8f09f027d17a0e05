package examples.pillion.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sessions of a pod as they lie in its directory. */
final class SessionDirectories {

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

  /** That of the living service that the sidecar knows by this name. */
  static Path of(Pod pod, String service) throws IOException {
    for (Session session : pod.api().sessions()) {
      Path directory = folder(pod).resolve("s-" + session.id());
      if (session.alive() && session.service().equals(service) && Files.isDirectory(directory)) {
        return directory;
      }
    }
    throw new IOException("no session: service=" + service);
  }
}
