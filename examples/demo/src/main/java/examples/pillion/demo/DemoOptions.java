package examples.pillion.demo;

import java.nio.file.Path;

/**
 * The demo's command line.
 *
 * @param root the project's top directory, where the jars are
 * @param keep leave everything running at the end
 * @param help only print the help
 * @param perSecond requests per second
 */
record DemoOptions(Path root, boolean keep, boolean help, int perSecond) {

  static final String HELP =
      String.join(
          System.lineSeparator(),
          "usage: ./pillion demo [--keep] [--rate N]",
          "",
          "Starts one sidecar and two example services with the Pillion agent, shows traces and",
          "policy, kills the sidecar under load, starts it again, and prints the account.",
          "Exits 0 if nothing failed, no decision changed and every span is accounted for.",
          "",
          "  --keep     leave all running and print the address of the sidecar's page",
          "  --rate N   requests per second, 200 unless given",
          "  --root DIR the project's top directory, for jars in other places",
          "  --help     this text");

  private static final int DEFAULT_RATE = 200;
  private static final int HIGHEST_RATE = 2000;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming the word that is not understood
   */
  static DemoOptions parse(String... args) {
    Path root = Path.of("");
    boolean keep = false;
    boolean help = false;
    int rate = DEFAULT_RATE;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--keep" -> keep = true;
        case "--help", "-h" -> help = true;
        case "--rate" -> rate = rate(value(args, ++i));
        case "--root" -> root = Path.of(value(args, ++i));
        default -> throw new IllegalArgumentException("unknown option: " + args[i]);
      }
    }
    return new DemoOptions(root.toAbsolutePath().normalize(), keep, help, rate);
  }

  private static String value(String[] args, int index) {
    if (index >= args.length) {
      throw new IllegalArgumentException("value missing: option=" + args[index - 1]);
    }
    return args[index];
  }

  private static int rate(String text) {
    int rate = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (rate < 1 || rate > HIGHEST_RATE) {
      throw new IllegalArgumentException(
          "bad rate: --rate=" + text + "; give 1 to " + HIGHEST_RATE + " requests per second");
    }
    return rate;
  }
}
