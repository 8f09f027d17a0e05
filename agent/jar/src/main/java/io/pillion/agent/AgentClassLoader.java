package io.pillion.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's own classes and libraries from the {@code isolated/} part of the agent jar,
 * where no other class loader looks for classes.
 *
 * <p>What the jar holds wins over the parent, so a library on the boot class path cannot replace
 * ours; the JDK and the shared bootstrap package always come from the parent.
 *
 * <p><b>Threading.</b> Any thread. <b>Ownership.</b> The jar stays open as long as the JVM runs.
 */
final class AgentClassLoader extends ClassLoader {
  private static final String ROOT = "isolated/";
  private static final String SHARED_PACKAGE = "io.pillion.agent.bootstrap.";

  static {
    registerAsParallelCapable();
  }

  private final JarFile jar;
  private final IsolatedUrlHandler urlHandler;
  private final ProtectionDomain domain;

  AgentClassLoader(File agentJar) throws IOException {
    super("pillion", ClassLoader.getPlatformClassLoader());
    this.jar = new JarFile(agentJar, false);
    this.urlHandler = new IsolatedUrlHandler(jar);
    this.domain = AgentClassLoader.class.getProtectionDomain();
  }

  /** The agent jar, open; not to be closed by the caller. */
  JarFile jar() {
    return jar;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.") || name.startsWith(SHARED_PACKAGE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        JarEntry entry = jar.getJarEntry(entryName(name.replace('.', '/').concat(".class")));
        loaded = entry == null ? super.loadClass(name, false) : define(name, entry);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private Class<?> define(String name, JarEntry entry) throws ClassNotFoundException {
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  @Override
  protected @Nullable URL findResource(String name) {
    String entry = entryName(name);
    if (jar.getJarEntry(entry) == null) {
      return null;
    }
    try {
      return new URL(null, "pillion:/" + entry, urlHandler);
    } catch (MalformedURLException e) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL own = findResource(name);
    return own == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singleton(own));
  }

  private static String entryName(String resource) {
    return resource.endsWith(".class")
        ? ROOT.concat(resource).concat("data")
        : ROOT.concat(resource);
  }
}
