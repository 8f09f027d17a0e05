package io.pillion.agent.install;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Defines classes in any class loader, the boot loader included, without its help.
 *
 * <p>Appending to the boot class path instead would make the JVM print a warning and give up its
 * shared class archive.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class ClassDefiner {
  private final Object unsafe;
  private final Method defineClass;

  /**
   * @throws ReflectiveOperationException if this JDK has no such door, or {@link ModuleDoors} has
   *     not opened it
   */
  ClassDefiner() throws ReflectiveOperationException {
    Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
    this.unsafe = type.getMethod("getUnsafe").invoke(null);
    this.defineClass =
        type.getMethod(
            "defineClass",
            String.class,
            byte[].class,
            int.class,
            int.class,
            ClassLoader.class,
            ProtectionDomain.class);
  }

  /**
   * Defines one class.
   *
   * @param loader null for the boot loader
   * @throws LinkageError if the loader has a class of that name, or a supertype is missing
   */
  void define(String name, byte[] bytes, @Nullable ClassLoader loader)
      throws ReflectiveOperationException {
    try {
      defineClass.invoke(unsafe, name, bytes, 0, bytes.length, loader, null);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error) {
        throw (Error) e.getCause();
      }
      throw e;
    }
  }
}
