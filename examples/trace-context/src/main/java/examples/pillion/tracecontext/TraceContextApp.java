package examples.pillion.tracecontext;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.LifecycleException;

/**
 * Starts the service: {@code java -jar trace-context.jar [--server tomcat|netty] [--port N]}. It
 * serves until the process is told to stop.
 */
public final class TraceContextApp {

  /** Held, because the log manager holds loggers weakly and would forget the level. */
  private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

  private TraceContextApp() {}

  /** Port 0 picks a free one. */
  public static void main(String[] args)
      throws IOException, InterruptedException, LifecycleException {
    String server = "tomcat";
    int port = 5000;
    boolean good = args.length % 2 == 0;
    for (int i = 0; good && i < args.length; i += 2) {
      switch (args[i]) {
        case "--server" -> server = args[i + 1];
        case "--port" -> port = Integer.parseInt(args[i + 1]);
        default -> good = false;
      }
    }
    TOMCAT_LOG.setLevel(Level.WARNING);
    int bound =
        switch (good ? server : "") {
          case "tomcat" -> TomcatServer.start(port, new Service(new JdkCaller()));
          case "netty" -> NettyServer.start(port, new Service(new OkHttpCaller()));
          default -> usage();
        };
    System.out.println("trace-context listening on http://127.0.0.1:" + bound);
  }

  private static int usage() {
    System.err.println("usage: java -jar trace-context.jar [--server tomcat|netty] [--port N]");
    System.exit(64);
    return 0;
  }
}
