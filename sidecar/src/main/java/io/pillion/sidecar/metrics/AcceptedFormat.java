package io.pillion.sidecar.metrics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads from an {@code Accept} header which of the two formats a scraper wants. */
final class AcceptedFormat {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String PLAIN = "text/plain";

  private AcceptedFormat() {}

  /** Whether it names OpenMetrics, and likes it no less than the older format. */
  static boolean isOpenMetrics(@Nullable String accept) {
    double openMetrics = 0;
    double plain = 0;
    if (accept != null) {
      for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
        String[] parts = range.split(";", -1);
        String type = parts[0].strip();
        if (type.equals(OPEN_METRICS)) {
          openMetrics = Math.max(openMetrics, quality(parts));
        } else if (type.equals(PLAIN)) {
          plain = Math.max(plain, quality(parts));
        }
      }
    }
    return openMetrics > 0 && openMetrics >= plain;
  }

  private static double quality(String[] parts) {
    for (String part : parts) {
      String parameter = part.strip();
      if (parameter.matches("q=[01](\\.\\d{0,3})?")) {
        return Double.parseDouble(parameter.substring(2));
      }
    }
    return 1;
  }
}
