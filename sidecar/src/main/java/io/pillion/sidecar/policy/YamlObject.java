package io.pillion.sidecar.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping whose keys were checked, and typed access to its values. Whatever is wrong is reported
 * with its position and read as absent.
 */
final class YamlObject {
  private final Node node;
  private final String path;
  private final ProblemList problems;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final int problemsBefore;

  private YamlObject(Node node, String path, ProblemList problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    this.problemsBefore = problems.size();
  }

  /**
   * Reads a mapping.
   *
   * @param path of the mapping in its document, empty for the document itself
   * @param vocabulary null if any key may stand here
   */
  static YamlObject of(
      Node node, String path, @Nullable Vocabulary vocabulary, ProblemList problems) {
    YamlObject object = new YamlObject(node, path, problems);
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        object.put(tuple, vocabulary);
      }
    } else {
      problems.at(
          node, (path.isEmpty() ? "the document" : path) + " must be a mapping of keys to values");
    }
    return object;
  }

  private void put(NodeTuple tuple, @Nullable Vocabulary vocabulary) {
    Node keyNode = tuple.getKeyNode();
    String key = textOf(keyNode);
    if (key == null) {
      problems.at(
          keyNode, "a key of " + (path.isEmpty() ? "the document" : path) + " is no string");
    } else if (vocabulary != null && !vocabulary.supported().contains(key)) {
      problems.at(keyNode, pathOf(key) + " " + vocabulary.refusalOf(key));
    } else if (values.putIfAbsent(key, tuple.getValueNode()) != null) {
      problems.at(keyNode, pathOf(key) + " is given twice; remove one");
    }
  }

  private static @Nullable String textOf(Node node) {
    boolean string = node instanceof ScalarNode && node.getTag().equals(Tag.STR);
    return string ? ((ScalarNode) node).getValue() : null;
  }

  Node node() {
    return node;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Whether anything was reported since this mapping was begun. */
  boolean hasProblems() {
    return problems.size() > problemsBefore;
  }

  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The value; null if there is none, which is reported if the key stands there without one. */
  @Nullable Node get(String key) {
    Node value = values.get(key);
    if (value != null && value.getTag().equals(Tag.NULL)) {
      problems.at(value, pathOf(key) + " has no value; give it one or remove the key");
      return null;
    }
    return value;
  }

  /** The value as a mapping; null if there is none. */
  @Nullable YamlObject object(String key, @Nullable Vocabulary vocabulary) {
    Node value = get(key);
    return value == null ? null : of(value, pathOf(key), vocabulary, problems);
  }

  /** The value as a string; null if there is none or it is something else. */
  @Nullable String string(String key) {
    Node value = get(key);
    return value == null ? null : string(value, pathOf(key));
  }

  private @Nullable String string(Node value, String valuePath) {
    String text = textOf(value);
    if (text == null) {
      String quoted =
          value instanceof ScalarNode scalar ? ": write \"" + scalar.getValue() + "\"" : "";
      problems.at(value, valuePath + " must be a string" + quoted);
    }
    return text;
  }

  /** Calls back with each element and its path; nothing if there is no list. */
  void forEach(String key, boolean mayBeEmpty, BiConsumer<Node, String> element) {
    Node value = get(key);
    if (value == null) {
      return;
    }
    String listPath = pathOf(key);
    if (!(value instanceof SequenceNode sequence)) {
      problems.at(value, listPath + " must be a list");
      return;
    }
    List<Node> elements = sequence.getValue();
    if (elements.isEmpty() && !mayBeEmpty) {
      problems.at(value, listPath + " is an empty list; list a value or remove the key");
    }
    for (int i = 0; i < elements.size(); i++) {
      element.accept(elements.get(i), listPath + "[" + i + "]");
    }
  }

  /**
   * The value as a list of strings, each converted.
   *
   * @param converter throws {@link IllegalArgumentException} with what is wrong and the mend
   */
  <T> List<T> strings(String key, Function<String, T> converter) {
    List<T> list = new ArrayList<>();
    forEach(
        key,
        false,
        (element, elementPath) -> {
          String text = string(element, elementPath);
          if (text == null) {
            return;
          }
          try {
            list.add(converter.apply(text));
          } catch (IllegalArgumentException e) {
            problems.at(element, elementPath + " is \"" + text + "\": " + e.getMessage());
          }
        });
    return list;
  }

  /** All values that are strings, by key; the others are reported. */
  Map<String, String> stringValues() {
    Map<String, String> strings = new LinkedHashMap<>();
    for (String key : values.keySet()) {
      String value = string(key);
      if (value != null) {
        strings.put(key, value);
      }
    }
    return strings;
  }

  /** Reports something about the value of a key, or about the mapping if the key is absent. */
  void problem(String key, String message) {
    problems.at(values.getOrDefault(key, node), pathOf(key) + " " + message);
  }
}
