package io.pillion.agent.app;

import java.net.URL;
import java.util.List;

/** Prints what of the agent an application can see. */
public final class IsolationApp {
  private static final List<String> NAMES =
      List.of(
          "io.pillion.agent.bootstrap.Agent",
          "io.pillion.agent.AgentPremain",
          "io.pillion.agent.install.AgentStarter",
          "io.pillion.agent.config.AgentConfig",
          "io.pillion.ipc.wire.SpanRecord",
          "io.pillion.instrumentation.jdkhttpserver.JdkServerHooks",
          "net.bytebuddy.ByteBuddy",
          "net.openhft.chronicle.queue.ChronicleQueue",
          "org.jctools.queues.MpscArrayQueue",
          "org.slf4j.Logger",
          "io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule");

  private IsolationApp() {}

  /** Looks each class up by the application's class loader. */
  public static void main(String[] arguments) throws Exception {
    for (String name : NAMES) {
      System.out.println("class " + name + " " + origin(name));
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("pillion") && !thread.isDaemon()) {
        System.out.println("non-daemon " + thread.getName());
      }
    }
    URL services =
        ClassLoader.getSystemResource(
            "META-INF/services/"
                + "io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule");
    System.out.println("services " + services);
    System.out.println(
        "property-keys "
            + System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.contains("pillion"))
                .toList());
  }

  private static String origin(String name) {
    try {
      Class<?> found = Class.forName(name, false, IsolationApp.class.getClassLoader());
      return found.getClassLoader() == null ? "boot" : found.getClassLoader().getClass().getName();
    } catch (ClassNotFoundException e) {
      return "absent";
    }
  }
}
