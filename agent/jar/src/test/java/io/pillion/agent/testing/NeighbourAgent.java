package io.pillion.agent.testing;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Another agent in the same JVM: it rewrites every class it is shown, and makes the JVM transform
 * those again that are loaded later.
 */
public final class NeighbourAgent implements ClassFileTransformer {
  private final Instrumentation instrumentation;

  private NeighbourAgent(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Called by the JVM. */
  public static void premain(String options, Instrumentation instrumentation) {
    NeighbourAgent agent = new NeighbourAgent(instrumentation);
    instrumentation.addTransformer(agent, true);
    Thread thread = new Thread(agent::retransform, "neighbour");
    thread.setDaemon(true);
    thread.start();
  }

  private void retransform() {
    while (true) {
      for (Class<?> type : instrumentation.getAllLoadedClasses()) {
        if (type.getName().startsWith("sun.net.httpserver.HttpExchangeImpl")) {
          try {
            instrumentation.retransformClasses(type);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    return classFile.clone();
  }

  /** Packs this agent into a jar. */
  public static Path jar(Path directory) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", NeighbourAgent.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    Path jar = directory.resolve("neighbour.jar");
    String entry = NeighbourAgent.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry(entry));
      out.write(NeighbourAgent.class.getResourceAsStream("/" + entry).readAllBytes());
    }
    return jar;
  }
}
