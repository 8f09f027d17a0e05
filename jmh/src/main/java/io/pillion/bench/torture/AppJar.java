package io.pillion.bench.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Packs {@link TortureApp} alone, so that nothing of Pillion is on its class path. */
final class AppJar {
  private AppJar() {}

  static Path write(Path directory) throws IOException {
    String name = TortureApp.class.getName();
    String resource = name.replace('.', '/') + ".class";
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, name);
    Path jar = directory.resolve("torture-app.jar");
    try (InputStream bytes = TortureApp.class.getResourceAsStream("/" + resource);
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      if (bytes == null) {
        throw new IOException("class not found: resource=" + resource);
      }
      out.putNextEntry(new JarEntry(resource));
      bytes.transferTo(out);
      out.closeEntry();
    }
    return jar;
  }
}
