package io.pillion.sidecar.policy;

import io.pillion.ipc.policy.IpBlock;
import io.pillion.ipc.policy.OperationMatch;
import io.pillion.ipc.policy.PathPattern;
import io.pillion.ipc.policy.PolicyRule;
import io.pillion.ipc.policy.SourceMatch;
import io.pillion.ipc.policy.StringPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code spec.rules}. What it returns is complete only if no problem was reported. */
final class RuleParser {
  private static final Vocabulary RULE = new Vocabulary(List.of("from", "to"), List.of("when"));
  private static final Vocabulary FROM = new Vocabulary(List.of("source"), List.of());
  private static final Vocabulary TO = new Vocabulary(List.of("operation"), List.of());
  private static final Vocabulary SOURCE =
      new Vocabulary(
          List.of("ipBlocks"),
          List.of(
              "principals",
              "notPrincipals",
              "requestPrincipals",
              "notRequestPrincipals",
              "namespaces",
              "notNamespaces",
              "serviceAccounts",
              "notServiceAccounts",
              "trustDomains",
              "notTrustDomains",
              "notIpBlocks",
              "remoteIpBlocks",
              "notRemoteIpBlocks"));
  private static final Vocabulary OPERATION =
      new Vocabulary(
          List.of("methods", "paths", "hosts", "ports"),
          List.of("notMethods", "notPaths", "notHosts", "notPorts"));
  private static final Set<String> STANDARD_METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  private final ProblemList problems;

  RuleParser(ProblemList problems) {
    this.problems = problems;
  }

  List<PolicyRule> parse(YamlObject spec) {
    List<PolicyRule> rules = new ArrayList<>();
    spec.forEach("rules", true, (node, path) -> rules.add(rule(node, path)));
    return rules;
  }

  private PolicyRule rule(Node node, String path) {
    YamlObject rule = YamlObject.of(node, path, RULE, problems);
    List<SourceMatch> from = new ArrayList<>();
    rule.forEach("from", false, (element, at) -> source(element, at, from));
    List<OperationMatch> to = new ArrayList<>();
    rule.forEach("to", false, (element, at) -> operation(element, at, to));
    return new PolicyRule(from, to);
  }

  private void source(Node node, String path, List<SourceMatch> from) {
    YamlObject source = only("source", SOURCE, YamlObject.of(node, path, FROM, problems));
    if (source == null) {
      return;
    }
    List<IpBlock> blocks = source.strings("ipBlocks", IpBlock::parse);
    if (!blocks.isEmpty()) {
      from.add(new SourceMatch(blocks));
    }
  }

  private void operation(Node node, String path, List<OperationMatch> to) {
    YamlObject operation = only("operation", OPERATION, YamlObject.of(node, path, TO, problems));
    if (operation == null) {
      return;
    }
    List<StringPattern> methods = operation.strings("methods", RuleParser::method);
    List<StringPattern> hosts = operation.strings("hosts", RuleParser::host);
    List<PathPattern> paths = operation.strings("paths", PathPattern::of);
    List<Integer> ports = operation.strings("ports", RuleParser::port);
    if (!methods.isEmpty() || !hosts.isEmpty() || !paths.isEmpty() || !ports.isEmpty()) {
      to.add(new OperationMatch(methods, hosts, paths, ports));
    }
  }

  /** The one mapping that an entry of a list holds; an entry without a condition is a mistake. */
  private @Nullable YamlObject only(String key, Vocabulary vocabulary, YamlObject entry) {
    YamlObject object = entry.object(key, vocabulary);
    if ((object == null || object.isEmpty()) && !entry.hasProblems()) {
      entry.problem(
          key,
          "needs a condition; set one of "
              + String.join(", ", vocabulary.supported())
              + ", or remove the list it is in to match any");
    }
    return object;
  }

  private static StringPattern method(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    if (STANDARD_METHODS.contains(upper) && !text.equals(upper)) {
      throw new IllegalArgumentException(
          "method never matches: methods are compared with case; write " + upper);
    }
    return StringPattern.of(text);
  }

  private static StringPattern host(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || ",@/\\?#".indexOf(c) >= 0) {
        throw new IllegalArgumentException(
            "host never matches: write a name, with its port if you mean one, and other scripts in"
                + " punycode (xn--...)");
      }
    }
    return StringPattern.of(text);
  }

  private static int port(String text) {
    boolean number = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = number && !text.isEmpty() ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65535 || text.startsWith("0")) {
      throw new IllegalArgumentException("not a port: min=1, max=65535; write it like \"8080\"");
    }
    return port;
  }
}
