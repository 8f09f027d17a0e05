package apps;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Logs by Log4j, to the console directly and by way of another thread. */
public final class Log4jApp {
  private static Logger log;

  private Log4jApp() {}

  public static void main(String[] arguments) throws Exception {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.add(console(builder, "now"));
    builder.add(console(builder, "later"));
    ComponentBuilder<?> reference =
        builder.newComponent("AppenderRef").addAttribute("ref", "later");
    builder.add(builder.newAppender("async", "Async").addComponent(reference));
    builder.add(
        builder
            .newRootLogger(Level.INFO)
            .add(builder.newAppenderRef("now"))
            .add(builder.newAppenderRef("async")));
    Configurator.initialize(builder.build());
    log = LogManager.getLogger("apps.Shop");
    LoggingServer.start(Log4jApp::log);
  }

  private static org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder console(
      ConfigurationBuilder<BuiltConfiguration> builder, String name) {
    return builder
        .newAppender(name, "Console")
        .add(
            builder
                .newLayout("PatternLayout")
                .addAttribute(
                    "pattern",
                    name
                        + " %p %m [%X{user}|%X{trace_id}|%X{span_id}|%X{trace_flags}]%ex{none}%n"));
  }

  private static void log(String user, String id) {
    ThreadContext.put("user", user);
    log.info("info {}", id);
    log.warn("warn {}", id);
    log.error("error {}", id, new IllegalStateException("broken " + id));
    if (ThreadContext.get("trace_id") != null) {
      System.out.println("the thread's own context was changed");
    }
    ThreadContext.remove("user");
  }
}
