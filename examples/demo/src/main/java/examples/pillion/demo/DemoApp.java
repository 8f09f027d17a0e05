package examples.pillion.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs the demo: {@code java -jar pillion-demo.jar [--keep] [--rate N]}. */
public final class DemoApp {

  private static final int EXIT_BROKEN = 1;

  private static volatile boolean stopping;
  private static final int EXIT_USAGE = 64;

  /** Late enough that a sidecar killed at any moment has batches without an acknowledgement. */
  private static final Duration ACKNOWLEDGE_AFTER = Duration.ofMillis(300);

  private DemoApp() {}

  /**
   * Plays the demo.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    DemoOptions options;
    try {
      options = DemoOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(DemoOptions.HELP);
      System.exit(EXIT_USAGE);
      return;
    }
    if (options.help()) {
      System.out.println(DemoOptions.HELP);
      return;
    }
    System.exit(run(options));
  }

  private static int run(DemoOptions options) throws IOException, InterruptedException {
    Jars jars;
    try {
      jars = Jars.under(options.root());
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      return EXIT_BROKEN;
    }
    OtlpReceiver receiver = new OtlpReceiver(ACKNOWLEDGE_AFTER);
    Pod pod = new Pod(jars, Jdk.current(), receiver.endpoint());
    // Closes on Ctrl-C and at the end alike.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(pod), "stop-all"));
    return play(new Narrator(System.out), options, pod, receiver);
  }

  private static void stop(Pod pod) {
    stopping = true;
    pod.close();
  }

  private static int play(Narrator narrator, DemoOptions options, Pod pod, OtlpReceiver receiver)
      throws InterruptedException {
    try (Demo demo = new Demo(narrator, pod, receiver, options.perSecond())) {
      List<String> problems = demo.play();
      int code = verdict(narrator, problems, pod);
      if (options.keep()) {
        keep(narrator, pod);
      }
      return code;
    } catch (IOException | IllegalStateException e) {
      if (stopping) {
        narrator.step("stopped before the end; there is no account");
        return EXIT_BROKEN;
      }
      return verdict(narrator, List.of(String.valueOf(e)), pod);
    }
  }

  private static int verdict(Narrator narrator, List<String> problems, Pod pod) {
    if (problems.isEmpty()) {
      narrator.step("all held: nothing failed, no decision changed, every span is accounted for");
      return 0;
    }
    narrator.show(pod.outputs());
    problems.forEach(problem -> narrator.step("BROKEN: " + problem));
    return EXIT_BROKEN;
  }

  private static void keep(Narrator narrator, Pod pod) throws InterruptedException {
    narrator.step("all keeps running: page " + pod.api().page() + ", outputs " + pod.logs());
    narrator.step("Ctrl-C stops everything");
    new CountDownLatch(1).await();
  }
}
