package io.pillion.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.security.CodeSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM calls when the agent is given with {@code -javaagent} or attached to a running JVM.
 *
 * <p><b>Failure.</b> Whatever goes wrong ends here in one line on the error stream; the application
 * then starts without instrumentation.
 */
public final class AgentPremain {
  private static final String STARTER = "io.pillion.agent.install.AgentStarter";
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private AgentPremain() {}

  /** Called by the JVM before the application's main method. */
  public static void premain(@Nullable String options, Instrumentation instrumentation) {
    start(options, instrumentation);
  }

  /** Called by the JVM when the agent is attached to a running application. */
  public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
    start(options, instrumentation);
  }

  private static void start(@Nullable String options, Instrumentation instrumentation) {
    if (!STARTED.compareAndSet(false, true)) {
      return;
    }
    try {
      long calledNs = System.nanoTime();
      AgentClassLoader loader = new AgentClassLoader(agentJar());
      loader
          .loadClass(STARTER)
          .getMethod("start", Instrumentation.class, String.class, JarFile.class, long.class)
          .invoke(null, instrumentation, options, loader.jar(), calledNs);
    } catch (InvocationTargetException e) {
      report(e.getCause() == null ? e : e.getCause());
    } catch (Throwable e) {
      report(e);
    }
  }

  private static void report(Throwable failure) {
    System.err.println(
        "[pillion] agent not started, the application runs without it: cause=" + failure);
  }

  private static File agentJar() throws Exception {
    CodeSource source = AgentPremain.class.getProtectionDomain().getCodeSource();
    if (source != null && source.getLocation() != null) {
      return new File(source.getLocation().toURI());
    }
    // On the boot class path there is no code source; the resource's URL names the jar.
    URL self = ClassLoader.getSystemResource("io/pillion/agent/AgentPremain.class");
    if (self == null) {
      throw new IllegalStateException("the agent's own jar was not found");
    }
    String path = self.getPath();
    return new File(new URI(path.substring(0, path.indexOf("!/"))));
  }
}
