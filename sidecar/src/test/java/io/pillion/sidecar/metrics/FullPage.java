package io.pillion.sidecar.metrics;

import io.pillion.ipc.policy.Decision;
import io.pillion.sidecar.admin.AdminRoutes;
import io.pillion.sidecar.config.ConfigLoader;
import io.pillion.sidecar.export.EventfulMeter;
import io.pillion.sidecar.export.MetricStore;
import io.pillion.sidecar.export.TraceStore;
import io.pillion.sidecar.ingest.RefusedSession;
import io.pillion.sidecar.net.HttpCall;
import io.pillion.sidecar.red.RequestDurations;
import io.pillion.sidecar.testing.FakeState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A metrics page on which each family of the sidecar's own has a sample; in parts. */
final class FullPage {
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z0-9_]+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z0-9_]+)=\"");
  private static final Set<String> OWN_PREFIXES = Set.of("pillion_", "process_");

  private FullPage() {}

  /** What the page says of one name. */
  static final class Family {
    final String help;
    String type = "";
    final Set<String> samples = new LinkedHashSet<>();
    final Set<String> labels = new LinkedHashSet<>();

    Family(String help) {
      this.help = help;
    }
  }

  /** By name, in the order of the page. What applications measure is not among them. */
  static Map<String, Family> families() {
    Map<String, Family> families = new LinkedHashMap<>();
    Family family = new Family("");
    for (String line : text().split("\n", -1)) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        family = new Family(words[3]);
        if (OWN_PREFIXES.stream().anyMatch(words[2]::startsWith)) {
          families.put(words[2], family);
        }
      } else if (line.startsWith("# TYPE ")) {
        family.type = words[3];
      } else if (!line.isEmpty()) {
        addSample(family, line);
      }
    }
    return families;
  }

  private static void addSample(Family family, String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError(line);
    }
    family.samples.add(sample.group(1));
    if (sample.group(2) != null) {
      Matcher label = LABEL.matcher(sample.group(2));
      while (label.find()) {
        family.labels.add(label.group(1));
      }
    }
  }

  private static String text() {
    FakeState state = new FakeState();
    state.sessions.add(FakeState.session("a", "shop", 100));
    state.refused.add(new RefusedSession("b", true, "layout=2.0"));
    state.reasons = Map.of(Decision.Reason.DENY_MATCHED, 3L);
    MetricsPage page =
        new MetricsPage(
            new AdminRoutes.Subject(
                "1.2.3",
                ConfigLoader.load(null, Map.of()).config(),
                state,
                new TraceStore(1 << 20),
                new MetricStore(),
                EventfulMeter.make()),
            new RequestDurations(10, 1 << 20, 0, Clock.systemUTC(), System::nanoTime),
            1000);
    byte[] body = page.answer(new HttpCall("GET", "/metrics", Map.of(), null)).body();
    return new String(body, StandardCharsets.UTF_8);
  }
}
