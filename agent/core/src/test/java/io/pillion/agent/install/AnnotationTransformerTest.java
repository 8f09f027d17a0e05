package io.pillion.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationTransformerTest {
  private static final String JAR = "opentelemetry-instrumentation-annotations-2.31.1.jar";

  @TempDir Path temp;

  @Test
  void annotationIsFoundOnAnOrdinaryClassPath() {
    assertThat(AnnotationTransformer.isNamedOn("classes:lib/" + JAR + ":lib/other.jar")).isTrue();
    assertThat(AnnotationTransformer.isNamedOn("classes:lib/other.jar")).isFalse();
    assertThat(AnnotationTransformer.isNamedOn("")).isFalse();
  }

  @Test
  void annotationIsFoundInTheManifestOfTheOnlyJar() throws IOException {
    assertThat(AnnotationTransformer.isNamedOn(jar("lib/a.jar lib/" + JAR, null))).isTrue();
    assertThat(AnnotationTransformer.isNamedOn(jar("lib/a.jar", null))).isFalse();
  }

  @Test
  void annotationIsFoundInTheIndexOfASpringBootJar() throws IOException {
    assertThat(AnnotationTransformer.isNamedOn(jar(null, "- \"BOOT-INF/lib/" + JAR + "\"")))
        .isTrue();
    assertThat(AnnotationTransformer.isNamedOn(jar(null, "- \"BOOT-INF/lib/a.jar\""))).isFalse();
  }

  @Test
  void whatIsNoJarIsNotSearched() throws IOException {
    Path noJar = Files.writeString(temp.resolve("no.jar"), "text");
    assertThat(AnnotationTransformer.isNamedOn(noJar.toString())).isFalse();
    assertThat(AnnotationTransformer.isNamedOn(temp.resolve("missing.jar").toString())).isFalse();
  }

  private String jar(String classPath, String index) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (classPath != null) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    }
    Path jar = temp.resolve("app.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      if (index != null) {
        out.putNextEntry(new ZipEntry("BOOT-INF/classpath.idx"));
        out.write(index.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    return jar.toString();
  }
}
