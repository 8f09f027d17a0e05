package io.pillion.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes small agent jars of classes of this package: reading a large one would be measured too. */
final class AgentJar {
  private AgentJar() {}

  static void make(Path jar, Class<?> premain, Class<?>... others) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", premain.getName());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      add(out, premain);
      for (Class<?> other : List.of(others)) {
        add(out, other);
      }
    }
  }

  private static void add(JarOutputStream out, Class<?> type) throws IOException {
    String resource = type.getName().replace('.', '/') + ".class";
    out.putNextEntry(new JarEntry(resource));
    try (var in = AgentJar.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("class is missing: " + resource);
      }
      in.transferTo(out);
    }
  }
}
