package io.pillion.sidecar.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns YAML text into trees with positions, within bounds: no deep nesting, no aliased
 * collections, which could stand for far more than the text holds.
 */
final class YamlDocuments {
  private static final int MAX_DEPTH = 32;

  private final ProblemList problems;
  private final LoadSettings settings;

  YamlDocuments(ProblemList problems) {
    this.problems = problems;
    this.settings =
        LoadSettings.builder()
            .setLabel(problems.file())
            .setParseComments(false)
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(PolicyFiles.MAX_FILE_BYTES)
            .build();
  }

  /** The documents before the first syntax error; empty ones are left out. */
  List<Node> read(String text) {
    List<Node> documents = new ArrayList<>();
    try {
      if (isTooDeep(text)) {
        return documents;
      }
      for (Node document : new Compose(settings).composeAllFromString(text)) {
        if (!document.getTag().equals(Tag.NULL)) {
          documents.add(document);
        }
      }
    } catch (MarkedYamlEngineException e) {
      problems.at(e.getProblemMark().or(e::getContextMark), "not YAML: " + describe(e));
    } catch (RuntimeException e) {
      // Its own exceptions without a place, and faults of the library on text it did not expect.
      problems.aboutFile("not YAML: " + firstLine(String.valueOf(e.getMessage())));
    }
    return documents;
  }

  /** Looks at events, which needs no stack; the composer recurses. */
  private boolean isTooDeep(String text) {
    int depth = 0;
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        Event.ID id = event.getEventId();
        if (id == Event.ID.SequenceStart || id == Event.ID.MappingStart) {
          depth++;
        } else if (id == Event.ID.SequenceEnd || id == Event.ID.MappingEnd) {
          depth--;
        }
        if (depth > MAX_DEPTH) {
          problems.at(event.getStartMark(), "nested too deeply: maxDepth=" + MAX_DEPTH);
          return true;
        }
      }
    } catch (RuntimeException e) {
      // The composer stops at the same place and reports it with the documents before it.
      return false;
    }
    return false;
  }

  private static String describe(MarkedYamlEngineException e) {
    String problem = firstLine(String.valueOf(e.getProblem()));
    String context = String.valueOf(e.getContext());
    boolean alias = problem.contains("alias") || context.contains("alias");
    return alias ? problem + "; quote a value that begins with *" : problem;
  }

  private static String firstLine(String message) {
    String line = message.lines().filter(text -> !text.isEmpty()).findFirst().orElse("unreadable");
    return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }
}
