package io.pillion.bench.torture;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A defect that the product carries for this: to show that the campaign would find it. */
enum SeedDefect {
  /** The sidecar moves its read position when a batch is sent, not when it is acknowledged. */
  CURSOR_BEFORE_ACK("cursor-before-ack"),
  /** The agent swallows the ring to a check reader that sleeps. */
  LOST_DOORBELL("lost-doorbell"),
  /** The agent reuses the reply slot of an asker that gave up without a new generation. */
  REUSED_REPLY_SLOT("reused-reply-slot");

  private final String label;

  SeedDefect(String label) {
    this.label = label;
  }

  /** What both JVMs are started with; each side knows its own. */
  String flag() {
    return "-Dpillion.test.seed-defect=" + label;
  }

  String label() {
    return label;
  }

  static SeedDefect ofLabel(String label) {
    return Arrays.stream(values())
        .filter(defect -> defect.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown defect: --seed-defect=" + label + "; one of " + labels()));
  }

  static String labels() {
    return Arrays.stream(values()).map(SeedDefect::label).collect(Collectors.joining(", "));
  }
}
