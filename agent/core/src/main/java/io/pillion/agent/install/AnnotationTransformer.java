package io.pillion.agent.install;

import io.pillion.agent.config.AgentConfig;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the name of {@code @WithSpan} in the bytes of the application's classes. Only installed
 * where the application has the annotation on its class path, or the configuration says so: it
 * costs a search through every class that is loaded.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> A class that cannot be woven is left as it is.
 */
final class AnnotationTransformer implements ClassFileTransformer {
  /** The instrumentation that weaves what is found here. */
  static final String MODULE = "io.pillion.instrumentation.otelapi.WithSpanModule";

  private static final String NAME = "opentelemetry-instrumentation-annotations";
  private static final String DESCRIPTOR =
      "Lio/opentelemetry/instrumentation/annotations/WithSpan;";

  private final StartSequence sequence;
  private final ClassLoader platform = ClassLoader.getPlatformClassLoader();
  private final ClassLoader ours = AnnotationTransformer.class.getClassLoader();

  AnnotationTransformer(StartSequence sequence) {
    this.sequence = sequence;
  }

  /** Whether this application may have such methods. */
  static boolean isWanted(AgentConfig config) {
    String classPath = System.getProperty("java.class.path", "");
    return config.instrumentationEnabled(Collections.singleton(NAME), isNamedOn(classPath));
  }

  /** Whether that class path names the jar of the annotation, by itself or in its only jar. */
  static boolean isNamedOn(String classPath) {
    return classPath.contains(NAME) || (classPath.endsWith(".jar") && isNamedIn(classPath));
  }

  /** The one jar of {@code java -jar}: its class path, or the libraries that Spring Boot packs. */
  private static boolean isNamedIn(String path) {
    try (JarFile jar = new JarFile(path)) {
      Manifest manifest = jar.getManifest();
      String classPath =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return (classPath != null && classPath.contains(NAME)) || isNamedInIndex(jar);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isNamedInIndex(JarFile jar) throws IOException {
    JarEntry index = jar.getJarEntry("BOOT-INF/classpath.idx");
    if (index == null) {
      return false;
    }
    try (InputStream in = jar.getInputStream(index)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(NAME);
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (className == null || loader == null || loader == platform || loader == ours) {
      return null;
    }
    // Latin-1 keeps every byte, and its search runs on whole words of the machine.
    if (!new String(classFile, StandardCharsets.ISO_8859_1).contains(DESCRIPTOR)) {
      return null;
    }
    try {
      Weaver weaver = sequence.awaitAnnotationWeaver();
      return weaver == null ? null : weaver.weave(module, loader, className, classFile);
    } catch (Throwable failure) {
      sequence.reportFailure(className, failure);
      return null;
    }
  }
}
