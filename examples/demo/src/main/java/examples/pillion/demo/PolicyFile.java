package examples.pillion.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The policy of the demo: an Istio {@code AuthorizationPolicy} that denies some paths. */
public final class PolicyFile {

  private final Path file;

  PolicyFile(Path file) {
    this.file = file;
  }

  public Path path() {
    return file;
  }

  /** Replaces the rule in one step, as a careful editor or a mounted ConfigMap does. */
  public void deny(String... paths) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.writeString(next, text(paths));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String... paths) {
    String list =
        Arrays.stream(paths).map(path -> '"' + path + '"').collect(Collectors.joining(", "));
    return String.join(
        "\n",
        "apiVersion: security.istio.io/v1",
        "kind: AuthorizationPolicy",
        "metadata:",
        "  name: back-office-only",
        "spec:",
        "  action: DENY",
        "  rules:",
        "  - to:",
        "    - operation:",
        "        paths: [" + list + "]",
        "");
  }
}
