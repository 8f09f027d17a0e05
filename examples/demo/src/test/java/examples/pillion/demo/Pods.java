package examples.pillion.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test its pods and receivers, ends them after it, and prints what every process said if
 * the test failed.
 */
final class Pods implements AfterEachCallback {

  /** The project's top directory. */
  static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../..").normalize();

  private final List<Pod> pods = new ArrayList<>();
  private final List<AutoCloseable> others = new ArrayList<>();

  /** A pod whose sidecar exports to the given receiver. */
  Pod pod(Jdk jdk, OtlpReceiver receiver) throws IOException {
    return pod(jdk, receiver.endpoint());
  }

  /** A pod whose sidecar exports to the given address. */
  Pod pod(Jdk jdk, URI endpoint) throws IOException {
    return pod(Jars.under(ROOT), jdk, endpoint);
  }

  /** A pod of other jars than the build's. */
  Pod pod(Jars jars, Jdk jdk, URI endpoint) throws IOException {
    Pod pod = new Pod(jars, jdk, endpoint);
    pods.add(pod);
    return pod;
  }

  OtlpReceiver receiver(Duration acknowledgeAfter) throws IOException {
    return closeLater(new OtlpReceiver(acknowledgeAfter));
  }

  Load load(int perSecond, List<Route> mix, URI base) {
    return closeLater(new Load(perSecond, mix, base));
  }

  SessionLog sessionsOf(Pod pod) {
    SessionLog sessions = closeLater(new SessionLog(pod.api()));
    sessions.start();
    return sessions;
  }

  /** Ends something after the test, before the pods. */
  <T extends AutoCloseable> T closeLater(T closeable) {
    others.add(closeable);
    return closeable;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (context.getExecutionException().isPresent()) {
      pods.forEach(Pods::dump);
    }
    for (AutoCloseable other : others) {
      other.close();
    }
    pods.forEach(Pod::close);
  }

  private static void dump(Pod pod) {
    System.out.println(pod.outputs());
    try {
      System.out.println("  sessions " + pod.api().sessions());
      System.out.println("  status " + pod.api().status());
    } catch (IOException e) {
      System.out.println("  sidecar does not answer: " + e.getMessage());
    }
  }
}
