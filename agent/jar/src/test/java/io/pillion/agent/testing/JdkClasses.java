package io.pillion.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.dynamic.ClassFileLocator;

/** The class files of a JDK other than the running one. */
public final class JdkClasses implements ClassFileLocator {
  private final FileSystem files;

  /** Looks into the JDK's image. */
  public JdkClasses(Jdk jdk) {
    try {
      files =
          FileSystems.newFileSystem(
              URI.create("jrt:/"), Map.of("java.home", jdk.home().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Resolution locate(String name) throws IOException {
    String file = name.replace('.', '/') + ".class";
    try (Stream<Path> modules = Files.list(files.getPath("/modules"))) {
      Path found = modules.map(m -> m.resolve(file)).filter(Files::exists).findAny().orElse(null);
      return found == null
          ? new Resolution.Illegal(name)
          : new Resolution.Explicit(Files.readAllBytes(found));
    }
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
