package io.pillion.sidecar.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.DecisionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Keeps what is said of the metrics true: their table, the alerts, the dashboard, the runbook. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the page has less of the process")
final class OperationsDocsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path OPERATIONS = DOCS.resolve("operations");
  private static final String BEGIN = "<!-- begin metrics: generated, do not edit -->\n";
  private static final String END = "<!-- end metrics -->";

  private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_][a-zA-Z0-9_]*\\b(?!\\s*\\()");
  private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z0-9_]+)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("([a-zA-Z0-9_]+)\\s*(?:=|!)");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");
  private static final Set<String> OF_THE_SCRAPE = Set.of("job", "instance");

  private final Map<String, FullPage.Family> families = FullPage.families();

  @Test
  void tableMatchesThePage() throws IOException {
    Path document = DOCS.resolve("metrics.md");
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    assertThat(begin).as("begin marker").isNotNegative();
    assertThat(end).as("end marker").isGreaterThan(begin);
    String wanted =
        text.substring(0, begin + BEGIN.length()) + "\n" + table() + "\n" + text.substring(end);
    if (Boolean.getBoolean("pillion.docs.write")) {
      Files.writeString(document, wanted);
      return;
    }
    assertThat(text)
        .as("docs/metrics.md is stale: run mvn test -pl sidecar -am -Dpillion.docs.write=true")
        .isEqualTo(wanted);
  }

  @Test
  void everyFamilyHasASampleOnThePageOfThisTest() {
    families.forEach(
        (name, family) -> {
          assertThat(family.samples).as(name).isNotEmpty();
          assertThat(family.help).as(name).isNotBlank();
        });
  }

  @Test
  void namesEveryReason() throws IOException {
    String text = Files.readString(DOCS.resolve("metrics.md"));
    String runbook = Files.readString(OPERATIONS.resolve("runbook.md"));
    for (DropReason reason : DropReason.values()) {
      assertThat(text).contains("`" + reason.label() + "`");
      assertThat(runbook).contains("`" + reason.label() + "`");
    }
    for (DiscardReason reason : DiscardReason.values()) {
      assertThat(text).contains("`" + reason.label() + "`");
      assertThat(runbook).contains("`" + reason.label() + "`");
    }
    for (DecisionRecord.Source source : DecisionRecord.Source.values()) {
      assertThat(text).contains("`" + source.label() + "`");
    }
    for (Decision.Reason reason : Decision.Reason.values()) {
      assertThat(text).contains("`" + reason.name().toLowerCase(Locale.ROOT) + "`");
    }
  }

  @Test
  void alertsNameOnlyMetricsAndLabelsThatThePageHas() throws IOException {
    alerts().forEach((alert, expression) -> assertKnown(alert, expression));
  }

  @Test
  void dashboardNamesOnlyMetricsAndLabelsThatThePageHas() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(OPERATIONS.resolve("dashboard.json").toFile());
    List<String> expressions = new ArrayList<>();
    dashboard.findValues("expr").forEach(expression -> expressions.add(expression.asText()));
    for (JsonNode variable : dashboard.at("/templating/list")) {
      if (variable.path("type").asText().equals("query")) {
        expressions.add(
            variable.path("query").asText().replaceAll("label_values\\((.*), \\w+\\)", "$1"));
      }
    }
    assertThat(expressions).hasSizeGreaterThan(30);
    expressions.forEach(expression -> assertKnown("dashboard", expression));
  }

  @Test
  void everyAlertHasATestAndASectionOfTheRunbook() throws IOException {
    String tests = Files.readString(OPERATIONS.resolve("alerts.test.yaml"));
    String rules = Files.readString(OPERATIONS.resolve("alerts.yaml"));
    Map<String, String> sections = sections(Files.readString(OPERATIONS.resolve("runbook.md")));
    for (String alert : alerts().keySet()) {
      assertThat(tests).as(alert).contains("alertname=\"" + alert + "\"");
      assertThat(rules).contains("runbook.md#" + alert.toLowerCase(Locale.ROOT) + "\n");
      assertThat(sections).containsKey(alert);
      assertThat(sections.get(alert))
          .as(alert)
          .contains("**Meaning.**", "**Impact.**", "**Look at.**", "**Do.**");
    }
    assertThat(sections.keySet())
        .filteredOn(title -> title.startsWith("Pillion"))
        .containsExactlyElementsOf(alerts().keySet());
  }

  private String table() {
    StringBuilder text = new StringBuilder("| name | type | unit | labels | meaning |\n");
    text.append("|---|---|---|---|---|\n");
    families.forEach(
        (name, family) ->
            text.append("| `")
                .append(name)
                .append("` | ")
                .append(family.type)
                .append(" | ")
                .append(unit(name))
                .append(" | ")
                .append(labels(family))
                .append(" | ")
                .append(family.help)
                .append(" |\n"));
    return text.toString();
  }

  private static String unit(String name) {
    if (name.contains("_timestamp_seconds") || name.equals("process_start_time_seconds")) {
      return "s since 1970";
    }
    if (name.contains("_seconds")) {
      return "s";
    }
    return name.endsWith("_bytes") ? "bytes" : "";
  }

  private static String labels(FullPage.Family family) {
    return family.labels.stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
  }

  private void assertKnown(String where, String expression) {
    Set<String> known = new LinkedHashSet<>(Set.of("up"));
    families.values().forEach(family -> known.addAll(family.samples));
    Set<String> names = names(expression);
    assertThat(names).as(where + ": " + expression).isNotEmpty();
    assertThat(known).as(where + ": " + expression).containsAll(names);
    Matcher selector = SELECTOR.matcher(expression);
    while (selector.find()) {
      Set<String> labels = new LinkedHashSet<>(OF_THE_SCRAPE);
      labels.addAll(labelsOf(selector.group(1)));
      Matcher matcher = MATCHER.matcher(selector.group(2).replaceAll("\"[^\"]*\"", ""));
      while (matcher.find()) {
        assertThat(labels).as(where + ": " + expression).contains(matcher.group(1));
      }
    }
  }

  private Set<String> labelsOf(String sample) {
    return families.values().stream()
        .filter(family -> family.samples.contains(sample))
        .flatMap(family -> family.labels.stream())
        .collect(Collectors.toSet());
  }

  /** What is left of an expression without texts, matchers, ranges, labels and functions. */
  private static Set<String> names(String expression) {
    String bare =
        expression
            .replaceAll("\"[^\"]*\"", "")
            .replaceAll("\\{[^}]*}", "")
            .replaceAll("\\[[^]]*]", "")
            .replaceAll("\\b(by|on|without|ignoring)\\s*\\([^)]*\\)", "");
    Set<String> names = new LinkedHashSet<>();
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      if (!WORDS.contains(name.group())) {
        names.add(name.group());
      }
    }
    return names;
  }

  /** Expressions by the name of their alert, in the order of the file. */
  private static Map<String, String> alerts() throws IOException {
    Object file =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(OPERATIONS.resolve("alerts.yaml")));
    JsonNode rules = new ObjectMapper().valueToTree(file).at("/groups/0/rules");
    Map<String, String> alerts = new LinkedHashMap<>();
    for (JsonNode rule : rules) {
      alerts.put(rule.path("alert").asText(), rule.path("expr").asText());
    }
    assertThat(alerts).hasSizeGreaterThan(10);
    return alerts;
  }

  private static Map<String, String> sections(String markdown) {
    Map<String, String> sections = new LinkedHashMap<>();
    for (String section : markdown.split("(?m)^## ", -1)) {
      int end = section.indexOf('\n');
      sections.put(section.substring(0, end), section.substring(end));
    }
    return sections;
  }
}
