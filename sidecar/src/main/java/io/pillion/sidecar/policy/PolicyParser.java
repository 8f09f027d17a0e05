package io.pillion.sidecar.policy;

import io.pillion.ipc.policy.CompiledPolicy;
import io.pillion.ipc.policy.CompiledPolicy.Action;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.PolicyRule;
import io.pillion.sidecar.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads one file of Istio {@code AuthorizationPolicy} documents.
 *
 * <p>Only what is understood in full is accepted. A field that is skipped would be a hole, so
 * anything else is a problem, and all problems of a file are found in one pass.
 */
public final class PolicyParser {
  private static final String ANNOTATION_PREFIX = "policy.pillion.io/";
  private static final String ON_UNAVAILABLE = ANNOTATION_PREFIX + "on-unavailable";
  private static final String DRY_RUN = "istio.io/dry-run";

  private static final Vocabulary DOCUMENT =
      new Vocabulary(List.of("apiVersion", "kind", "metadata", "spec"), List.of("status", "items"));
  private static final Vocabulary METADATA =
      new Vocabulary(
          List.of("name", "namespace", "annotations", "labels"),
          List.of(
              "generateName",
              "uid",
              "resourceVersion",
              "generation",
              "creationTimestamp",
              "deletionTimestamp",
              "managedFields",
              "ownerReferences",
              "finalizers",
              "selfLink"));
  private static final Vocabulary SPEC =
      new Vocabulary(
          List.of("action", "rules"), List.of("selector", "targetRef", "targetRefs", "provider"));
  private static final Set<String> API_VERSIONS =
      Set.of("security.istio.io/v1", "security.istio.io/v1beta1");
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  private final ProblemList problems;
  private final List<ParsedPolicy> policies = new ArrayList<>();

  private PolicyParser(String file) {
    problems = new ProblemList(file);
  }

  /**
   * What a file holds.
   *
   * @param policies to be used only if there are no problems
   */
  public record Parsed(List<ParsedPolicy> policies, List<Problem> problems) {}

  /**
   * Reads a file's text; throws nothing.
   *
   * @param file the name to report
   */
  public static Parsed parse(String file, String text) {
    return new PolicyParser(file).parse(text);
  }

  private Parsed parse(String text) {
    List<Node> documents = new YamlDocuments(problems).read(text);
    if (documents.isEmpty() && problems.isEmpty()) {
      problems.aboutFile("no policy in this file; write one or remove the file");
    }
    for (Node document : documents) {
      document(YamlObject.of(document, "", DOCUMENT, problems));
    }
    return new Parsed(List.copyOf(policies), problems.toList());
  }

  private void document(YamlObject document) {
    int before = problems.size();
    apiVersionAndKind(document);
    YamlObject metadata = metadata(document);
    YamlObject spec = document.object("spec", SPEC);
    Action action = spec == null ? Action.ALLOW : action(spec);
    List<PolicyRule> rules = spec == null ? List.of() : rules(spec, action);
    if (metadata != null) {
      policy(metadata, action, rules, before);
    }
  }

  private @Nullable YamlObject metadata(YamlObject document) {
    int before = problems.size();
    YamlObject metadata = document.object("metadata", METADATA);
    if (metadata == null && problems.size() == before) {
      document.problem("metadata", "is missing; give the policy a metadata.name");
    }
    return metadata;
  }

  private List<PolicyRule> rules(YamlObject spec, Action action) {
    int before = problems.size();
    List<PolicyRule> rules = new RuleParser(problems).parse(spec);
    if (action == Action.DENY && rules.isEmpty() && problems.size() == before) {
      spec.problem(
          "rules",
          "must not be empty in a DENY policy, it would never match; rules: [{}] denies everything");
    }
    return rules;
  }

  private void apiVersionAndKind(YamlObject document) {
    String apiVersion = requiredString(document, "apiVersion", "write security.istio.io/v1");
    if (apiVersion != null && !API_VERSIONS.contains(apiVersion)) {
      document.problem(
          "apiVersion",
          "\"" + apiVersion + "\" is not supported; write security.istio.io/v1 or v1beta1");
    }
    String kind = requiredString(document, "kind", "write AuthorizationPolicy");
    if (kind != null && !kind.equals("AuthorizationPolicy")) {
      document.problem(
          "kind", "\"" + kind + "\" is not supported yet; supported: AuthorizationPolicy");
    }
  }

  private void policy(YamlObject metadata, Action action, List<PolicyRule> rules, int before) {
    String name = requiredString(metadata, "name", "every policy needs one");
    String namespace = metadata.string("namespace");
    checkName(metadata, "name", name, NAME, 253);
    checkName(metadata, "namespace", namespace, NAMESPACE, 63);
    OnUnavailable onUnavailable = annotations(metadata);
    YamlObject labels = metadata.object("labels", null);
    if (labels != null) {
      labels.stringValues();
    }
    if (name == null || problems.size() > before) {
      return;
    }
    CompiledPolicy policy =
        new CompiledPolicy(
            namespace == null ? "default" : namespace, name, action, onUnavailable, 0, rules);
    Node place = metadata.get("name");
    policies.add(located(policy, place == null ? metadata.node() : place));
  }

  private ParsedPolicy located(CompiledPolicy policy, Node node) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    int column = node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
    return new ParsedPolicy(policy, problems.file(), line, column);
  }

  private @Nullable String requiredString(YamlObject object, String key, String mend) {
    int before = problems.size();
    String value = object.string(key);
    if (value == null && problems.size() == before) {
      object.problem(key, "is missing; " + mend);
    }
    return value;
  }

  private static void checkName(
      YamlObject metadata, String key, @Nullable String value, Pattern pattern, int max) {
    if (value != null && (value.length() > max || !pattern.matcher(value).matches())) {
      metadata.problem(
          key,
          "is \""
              + value
              + "\": use lower-case letters, digits and -, at most "
              + max
              + " of them");
    }
  }

  private static Action action(YamlObject spec) {
    String action = spec.string("action");
    if (action == null || action.equals("ALLOW")) {
      return Action.ALLOW;
    }
    if (!action.equals("DENY")) {
      String what =
          action.equals("AUDIT") || action.equals("CUSTOM") ? "is not supported yet" : "is unknown";
      spec.problem("action", "\"" + action + "\" " + what + "; supported: ALLOW, DENY");
      return Action.ALLOW;
    }
    return Action.DENY;
  }

  private static @Nullable OnUnavailable annotations(YamlObject metadata) {
    YamlObject annotations = metadata.object("annotations", null);
    if (annotations == null) {
      return null;
    }
    Map<String, String> values = annotations.stringValues();
    values.forEach((key, value) -> checkAnnotation(annotations, key, value));
    String mode = values.get(ON_UNAVAILABLE);
    if (mode == null) {
      return null;
    }
    return mode.equals("allow") ? OnUnavailable.ALLOW : OnUnavailable.DENY;
  }

  private static void checkAnnotation(YamlObject annotations, String key, String value) {
    if (key.equals(ON_UNAVAILABLE)) {
      if (!value.equals("deny") && !value.equals("allow")) {
        annotations.problem(key, "is \"" + value + "\"; write deny or allow");
      }
    } else if (key.startsWith(ANNOTATION_PREFIX)) {
      annotations.problem(key, "is unknown; supported: " + ON_UNAVAILABLE);
    } else if (key.equals(DRY_RUN)) {
      annotations.problem(
          key, "is not supported yet: the policy would be enforced; remove the annotation");
    }
  }
}
