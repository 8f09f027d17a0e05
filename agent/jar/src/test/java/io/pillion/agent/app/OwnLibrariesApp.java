package io.pillion.agent.app;

import java.lang.reflect.Method;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;
import org.slf4j.LoggerFactory;

/** An application with Byte Buddy and SLF4J of its own. */
public final class OwnLibrariesApp {

  private OwnLibrariesApp() {}

  /** Uses both and prints where they came from. */
  public static void main(String[] arguments) throws Exception {
    Class<?> generated =
        new ByteBuddy()
            .subclass(Object.class)
            .method(ElementMatchers.named("toString"))
            .intercept(FixedValue.value("made by the application"))
            .make()
            .load(OwnLibrariesApp.class.getClassLoader())
            .getLoaded();
    Method toString = generated.getMethod("toString");
    System.out.println("behaviour " + toString.invoke(generated.getConstructor().newInstance()));
    System.out.println("behaviour " + fileOf(ByteBuddy.class));
    System.out.println("behaviour " + LoggerFactory.getLogger("app").getClass().getName());
    System.out.println("behaviour " + fileOf(LoggerFactory.class));
  }

  private static String fileOf(Class<?> type) {
    String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
