package io.pillion.agent.install;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Puts the package shared with the applications on the boot loader. */
final class BootstrapClasses {
  private static final String LIST = "META-INF/pillion/bootstrap-classes";
  private static final String ANY = "io.pillion.agent.bootstrap.Agent";

  private BootstrapClasses() {}

  /**
   * Makes the shared classes known to the boot loader; does nothing if they are there already, for
   * example by {@code -Xbootclasspath/a}.
   */
  static void define(ClassDefiner definer, JarFile agentJar) throws Exception {
    if (present()) {
      return;
    }
    for (String name : ResourceLines.read(BootstrapClasses.class.getClassLoader(), LIST)) {
      definer.define(name, bytes(agentJar, name), null);
    }
  }

  /** The way in that always works, at the price of the JVM's shared class archive and a warning. */
  static void append(Instrumentation instrumentation, JarFile agentJar) {
    instrumentation.appendToBootstrapClassLoaderSearch(agentJar);
  }

  private static boolean present() {
    try {
      Class.forName(ANY, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static byte[] bytes(JarFile jar, String name) throws IOException {
    JarEntry entry = jar.getJarEntry(name.replace('.', '/').concat(".class"));
    if (entry == null) {
      throw new IOException("class missing in the agent jar: name=" + name);
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
