package io.pillion.bench.torture;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The faults. */
enum StepKind {
  SIDECAR_KILLS("sidecar-kills", "SIGKILL to the sidecar again and again, back after 0 to 2 s"),
  SIDECAR_KILLED_STOPPING("sidecar-killed-stopping", "SIGKILL while it shuts down in order"),
  SIDECAR_RESTART("sidecar-restart", "orderly restart of the sidecar (SIGTERM)"),
  SIDECAR_STOP("sidecar-stop", "SIGSTOP to the sidecar for 0.1 to 5 s, SIGCONT"),
  SIDECAR_STUTTER("sidecar-stutter", "SIGSTOP to the sidecar for tenths of a second, many times"),
  APP_KILL("app-kill", "SIGKILL to the application, which is started again"),
  APP_STOP("app-stop", "SIGSTOP to the application for 0.1 to 5 s, SIGCONT"),
  APP_RESTART("app-restart", "the application replaced in order: new one first, then SIGTERM"),
  BACKEND_REFUSES("backend-refuses", "the back end answers 503"),
  BACKEND_HANGS("backend-hangs", "the back end takes requests and does not answer"),
  DISK_FULL("disk-full", "the shared directory's file system filled by somebody else, then freed"),
  CLOCK_STEP("clock-step", "the wall clock of both processes steps, forth and back"),
  DAMAGE("damage", "truncation of, or garbage in, a file of the living session"),
  REMOVE_SESSION("remove-session", "rm -rf of the living session's directory"),
  REMOVE_ROOT("remove-root", "rm -rf of all that is in the shared directory");

  private final String label;
  private final String what;

  StepKind(String label, String what) {
    this.label = label;
    this.what = what;
  }

  String label() {
    return label;
  }

  /** What is done, for a reader who knows neither side. */
  String what() {
    return what;
  }

  static StepKind ofLabel(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown step: --steps=" + label + "; any of " + labels()));
  }

  static String labels() {
    return Arrays.stream(values()).map(StepKind::label).collect(Collectors.joining(", "));
  }
}
