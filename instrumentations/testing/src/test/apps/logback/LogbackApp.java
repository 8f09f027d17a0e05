package apps;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs by Logback, to the console directly and by way of another thread. */
public final class LogbackApp {
  private static final Logger LOG = LoggerFactory.getLogger("apps.Shop");

  private LogbackApp() {}

  public static void main(String[] arguments) throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(console(context, "now"));
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.addAppender(console(context, "later"));
    async.start();
    root.addAppender(async);
    LoggingServer.start(LogbackApp::log);
  }

  private static ConsoleAppender<ILoggingEvent> console(LoggerContext context, String name) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(
        name + " %level %msg [%X{user}|%X{trace_id}|%X{span_id}|%X{trace_flags}]%nopex%n");
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  private static void log(String user, String id) {
    MDC.put("user", user);
    LOG.info("info {}", id);
    LOG.warn("warn {}", id);
    LOG.error("error {}", id, new IllegalStateException("broken " + id));
    if (MDC.get("trace_id") != null) {
      System.out.println("the thread's own context was changed");
    }
    MDC.remove("user");
  }
}
