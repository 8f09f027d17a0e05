package io.pillion.sidecar.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Settings in a YAML text.
 *
 * <p>Works on nodes, so that each fault has its line and column. Descends only where a known key
 * leads, so aliases cannot make it loop.
 */
final class YamlSettings {
  private final String file;
  private final List<Setting> settings = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  YamlSettings(String file, String text) {
    this.file = file;
    compose(text).ifPresent(root -> readLevel(root, ""));
  }

  List<Setting> settings() {
    return settings;
  }

  List<Problem> problems() {
    return problems;
  }

  private Optional<Node> compose(String text) {
    LoadSettings settings = LoadSettings.builder().setLabel(file).setUseMarks(true).build();
    try {
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark();
      String problem = e.getProblem() == null ? "syntax error" : e.getProblem();
      problems.add(
          new Problem(
              file,
              mark.map(m -> m.getLine() + 1).orElse(0),
              mark.map(m -> m.getColumn() + 1).orElse(0),
              "not valid YAML: " + oneLine(problem)));
    } catch (RuntimeException e) {
      // Not only the library's own type: a bad escape such as "\x" comes as NumberFormatException.
      problems.add(new Problem(file, 0, 0, "not valid YAML: " + oneLine(e.getMessage())));
    } catch (StackOverflowError e) {
      problems.add(new Problem(file, 0, 0, "nested too deeply: settings have four levels at most"));
    }
    return Optional.empty();
  }

  /** Reads one mapping; {@code prefix} is empty, or ends in a dot. */
  private void readLevel(Node node, String prefix) {
    if (node instanceof ScalarNode && node.getTag().equals(Tag.NULL)) {
      return;
    }
    if (!(node instanceof MappingNode mapping)) {
      String where = prefix.isEmpty() ? "the file" : withoutDot(prefix);
      problems.add(problem(node, where + " must be a mapping of keys to values"));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      readEntry(entry, prefix, seen);
    }
  }

  private void readEntry(NodeTuple entry, String prefix, Set<String> seen) {
    Node keyNode = entry.getKeyNode();
    if (!(keyNode instanceof ScalarNode scalar)) {
      problems.add(problem(keyNode, "a key must be a plain word"));
      return;
    }
    String name = prefix + scalar.getValue();
    if (!seen.add(name)) {
      problems.add(problem(keyNode, "duplicate key: " + name + "; keep one"));
      return;
    }
    if (scalar.getValue().indexOf('.') >= 0) {
      problems.add(
          problem(keyNode, "dotted key: " + name + "; write each part as a level of its own"));
      return;
    }
    ConfigKey<?> key = keyNamed(name);
    if (key != null) {
      readValue(key, keyNode, entry.getValueNode());
    } else if (leadsSomewhere(name)) {
      readLevel(entry.getValueNode(), name + ".");
    } else {
      problems.add(problem(keyNode, unknown(name, prefix)));
    }
  }

  private void readValue(ConfigKey<?> key, Node keyNode, Node node) {
    Origin origin = new Origin(Origin.Layer.FILE, file, line(keyNode), column(keyNode), key.name());
    if (node instanceof ScalarNode scalar) {
      if (node.getTag().equals(Tag.NULL)) {
        problems.add(origin.problem("has no value; write " + key.form() + ", or remove the key"));
      } else {
        settings.add(Setting.of(key, scalar.getValue(), origin));
      }
    } else if (node instanceof MappingNode mapping && key.type().takesMapping()) {
      settings.add(Setting.of(key, scalars(mapping, key), origin));
    } else {
      problems.add(problem(node, key.name() + " must be " + key.form()));
    }
  }

  private Map<String, String> scalars(MappingNode mapping, ConfigKey<?> key) {
    Map<String, String> scalars = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode name
          && entry.getValueNode() instanceof ScalarNode value
          && !value.getTag().equals(Tag.NULL)) {
        if (scalars.put(name.getValue(), value.getValue()) != null) {
          problems.add(
              problem(name, "duplicate key: " + key.name() + "." + name.getValue() + "; keep one"));
        }
      } else {
        problems.add(problem(entry.getKeyNode(), key.name() + " takes only single values"));
      }
    }
    return scalars;
  }

  private static @Nullable ConfigKey<?> keyNamed(String name) {
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      if (key.name().equals(name)) {
        return key;
      }
    }
    return null;
  }

  private static boolean leadsSomewhere(String name) {
    return ConfigKeys.ALL.stream().anyMatch(key -> key.name().startsWith(name + "."));
  }

  private static String unknown(String name, String prefix) {
    String fault = "unknown key: " + name;
    Set<String> siblings = new LinkedHashSet<>();
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      if (key.name().startsWith(prefix)) {
        String rest = key.name().substring(prefix.length());
        int dot = rest.indexOf('.');
        siblings.add(prefix + (dot < 0 ? rest : rest.substring(0, dot)));
      }
    }
    String meant = Suggestion.nearest(name, siblings);
    if (meant == null) {
      meant = elsewhere(name);
    }
    return meant != null
        ? fault + "; did you mean " + meant + "?"
        : fault + "; known here: " + String.join(", ", siblings);
  }

  /** A key with that last word at another level. */
  private static @Nullable String elsewhere(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      if (key.name().endsWith("." + last)) {
        return key.name();
      }
    }
    return null;
  }

  private Problem problem(Node node, String message) {
    return new Problem(file, line(node), column(node), message);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private static int column(Node node) {
    return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
  }

  private static String withoutDot(String prefix) {
    return prefix.substring(0, prefix.length() - 1);
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "unreadable" : message.replaceAll("\\s+", " ").strip();
  }
}
