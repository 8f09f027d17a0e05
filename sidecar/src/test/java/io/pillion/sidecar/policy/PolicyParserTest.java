package io.pillion.sidecar.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.CompiledPolicy;
import io.pillion.ipc.policy.CompiledPolicy.Action;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.sidecar.config.Problem;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyParserTest {
  private static final String HEAD =
      """
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata:
        name: p
      """;
  private static final String FULL =
      """
      # The shop's readers
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata:
        name: readers
        namespace: shop
        labels:
          team: shop
        annotations:
          policy.pillion.io/on-unavailable: allow
          example.com/owner: somebody
      spec:
        action: ALLOW
        rules:
        - from:
          - source:
              ipBlocks: ["10.0.0.0/8", "2001:db8::/32"]
          to:
          - operation:
              methods: ["GET", "HEAD"]
              paths: ["/items/*", "*.html"]
              hosts: ["shop.example.com", "*.internal"]
              ports: ["8080"]
      ---
      apiVersion: security.istio.io/v1beta1
      kind: AuthorizationPolicy
      metadata:
        name: no-admin
      spec:
        action: DENY
        rules:
        - to:
          - operation:
              paths: ["/admin", "/admin/*"]
      """;

  @Test
  void everySupportedFieldIsRead() {
    PolicyParser.Parsed parsed = PolicyParser.parse("shop.yaml", FULL);
    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.policies()).hasSize(2);

    ParsedPolicy first = parsed.policies().get(0);
    assertThat(first.place()).isEqualTo("shop.yaml:5:9");
    CompiledPolicy readers = first.policy();
    assertThat(readers.id()).isEqualTo("shop/readers");
    assertThat(readers.action()).isEqualTo(Action.ALLOW);
    assertThat(readers.onUnavailable()).isEqualTo(OnUnavailable.ALLOW);
    assertThat(readers.requiredFeatures()).isZero();
    assertThat(readers.rules().toString())
        .contains("GET", "HEAD", "/items/*", "*.html", "shop.example.com", "*.internal", "8080");

    CompiledPolicy noAdmin = parsed.policies().get(1).policy();
    assertThat(noAdmin.id()).isEqualTo("default/no-admin");
    assertThat(noAdmin.action()).isEqualTo(Action.DENY);
    assertThat(noAdmin.onUnavailable()).isNull();
  }

  @Test
  void whatIsReadDecides() {
    PolicySnapshot snapshot =
        PolicySnapshot.of(
            PolicyParser.parse("shop.yaml", FULL).policies().stream()
                .map(ParsedPolicy::policy)
                .toList(),
            OnUnavailable.DENY);
    CheckRequest read =
        new CheckRequest.Of("GET", "shop.example.com", 8080, "/items/1", null, "10.1.1.1");
    CheckRequest admin =
        new CheckRequest.Of("GET", "shop.example.com", 8080, "/admin/x", null, "10.1.1.1");
    assertThat(snapshot.evaluate(read).policy()).isEqualTo("shop/readers");
    assertThat(snapshot.evaluate(admin).policy()).isEqualTo("default/no-admin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "spec: {}", "spec:\n  rules: []", "spec:\n  action: ALLOW"})
  void allowWithoutRulesIsAPolicyThatMatchesNothing(String spec) {
    PolicyParser.Parsed parsed = PolicyParser.parse("p.yaml", HEAD + spec);
    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.policies().get(0).policy().rules()).isEmpty();
  }

  @Test
  void emptyRuleIsKept() {
    assertThat(problems("spec: {rules: [{}]}")).isEmpty();
    assertThat(problems("spec: {action: DENY, rules: [{}]}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{selector: {}}|5:8: spec.selector is not supported yet; supported: action, rules",
        "{targetRefs: []}|spec.targetRefs is not supported yet",
        "{provider: {}}|spec.provider is not supported yet",
        "{rule: []}|spec.rule is unknown; did you mean rules? supported: action, rules",
        "{Action: DENY}|spec.Action is unknown; did you mean action?",
        "{xyzzy: 1}|spec.xyzzy is unknown; supported: action, rules",
        "{action: AUDIT}|spec.action \"AUDIT\" is not supported yet; supported: ALLOW, DENY",
        "{action: CUSTOM}|spec.action \"CUSTOM\" is not supported yet",
        "{action: deny}|spec.action \"deny\" is unknown",
        "{action: 1}|spec.action must be a string: write \"1\"",
        "{action: DENY}|spec.rules must not be empty in a DENY policy",
        "{action: DENY, rules: []}|spec.rules must not be empty in a DENY policy",
        "{rules: }|spec.rules has no value; give it one or remove the key",
        "{rules: x}|spec.rules must be a list",
        "{rules: [x]}|spec.rules[0] must be a mapping of keys to values",
        "{rules: [null]}|spec.rules[0] must be a mapping",
        "{rules: [{when: []}]}|spec.rules[0].when is not supported yet; supported: from, to",
        "{rules: [{form: []}]}|spec.rules[0].form is unknown; did you mean from?",
        "{rules: [{to: []}]}|spec.rules[0].to is an empty list",
        "{rules: [{to: }]}|spec.rules[0].to has no value",
        "{rules: [{to: [{}]}]}|spec.rules[0].to[0].operation needs a condition",
        "{rules: [{to: [{operation: {}}]}]}|spec.rules[0].to[0].operation needs a condition",
        "{rules: [{to: [{operation: }]}]}|spec.rules[0].to[0].operation has no value",
        "{rules: [{from: [{source: {}}]}]}|spec.rules[0].from[0].source needs a condition; set one of ipBlocks",
        "{rules: [{from: [{operation: {}}]}]}|spec.rules[0].from[0].operation is unknown",
        "{rules: [{from: [{source: {principals: [a]}}]}]}|source.principals is not supported yet",
        "{rules: [{from: [{source: {notIpBlocks: [a]}}]}]}|source.notIpBlocks is not supported yet",
        "{rules: [{from: [{source: {ipBlock: [a]}}]}]}|did you mean ipBlocks?",
        "{rules: [{from: [{source: {ipBlocks: [10.0.0.0/40]}}]}]}|spec.rules[0].from[0].source.ipBlocks[0] is \"10.0.0.0/40\": bad prefix length: max=32, value=40",
        "{rules: [{from: [{source: {ipBlocks: [shop]}}]}]}|not an IP address or CIDR block",
        "{rules: [{to: [{operation: {notPaths: [a]}}]}]}|operation.notPaths is not supported yet; supported: methods, paths, hosts, ports",
        "{rules: [{to: [{operation: {path: [a]}}]}]}|operation.path is unknown; did you mean paths?",
        "{rules: [{to: [{operation: {paths: []}}]}]}|operation.paths is an empty list",
        "{rules: [{to: [{operation: {paths: /a}}]}]}|operation.paths must be a list",
        "{rules: [{to: [{operation: {paths: ['']}}]}]}|empty value never matches",
        "{rules: [{to: [{operation: {paths: [a]}}]}]}|write \"/a\"",
        "{rules: [{to: [{operation: {paths: ['/a/{*}']}}]}]}|path templates are not supported yet",
        "{rules: [{to: [{operation: {paths: [1]}}]}]}|paths[0] must be a string: write \"1\"",
        "{rules: [{to: [{operation: {methods: [get]}}]}]}|write GET",
        "{rules: [{to: [{operation: {hosts: ['http://a']}}]}]}|host never matches",
        "{rules: [{to: [{operation: {hosts: [é]}}]}]}|punycode",
        "{rules: [{to: [{operation: {ports: [8080]}}]}]}|ports[0] must be a string: write \"8080\"",
        "{rules: [{to: [{operation: {ports: ['0']}}]}]}|not a port: min=1, max=65535",
        "{rules: [{to: [{operation: {ports: ['65536']}}]}]}|not a port",
        "{rules: [{to: [{operation: {ports: ['x']}}]}]}|not a port",
        "{rules: [], rules: []}|spec.rules is given twice; remove one",
        "{<<: {}}|is unknown",
        "{1: x}|a key of spec is no string",
        "[]|spec must be a mapping of keys to values",
      })
  void whatIsNotUnderstoodIsRefusedWithItsPlace(String spec, String expected) {
    List<Problem> problems = problems("spec: " + spec);
    assertThat(problems).isNotEmpty();
    assertThat(problems.get(0).line()).isEqualTo(5);
    assertThat(problems.get(0).column()).isPositive();
    assertThat(problems).extracting(Problem::toString).anyMatch(text -> text.contains(expected));
    assertThat(problems).as("%s", problems).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{name: A}|metadata.name is \"A\": use lower-case",
        "{name: -a}|metadata.name is \"-a\"",
        "{name: 1}|metadata.name must be a string: write \"1\"",
        "{name: a, namespace: a.b}|metadata.namespace is \"a.b\"",
        "{namespace: a}|metadata.name is missing; every policy needs one",
        "{name: a, uid: x}|metadata.uid is not supported yet",
        "{name: a, labls: {}}|metadata.labls is unknown; did you mean labels?",
        "{name: a, labels: {x: 1}}|metadata.labels.x must be a string",
        "{name: a, annotations: {policy.pillion.io/on-unavailable: maybe}}|write deny or allow",
        "{name: a, annotations: {policy.pillion.io/on-unavailable: true}}|must be a string",
        "{name: a, annotations: {policy.pillion.io/onunavailable: deny}}|is unknown; supported: policy.pillion.io/on-unavailable",
        "{name: a, annotations: {istio.io/dry-run: \"true\"}}|is not supported yet",
      })
  void badMetadataIsRefused(String metadata, String expected) {
    List<Problem> problems =
        PolicyParser.parse(
                "p.yaml",
                "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: "
                    + metadata)
            .problems();
    assertThat(problems).as("%s", problems).hasSize(1);
    assertThat(problems.get(0).toString()).startsWith("p.yaml:3:").contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apiVersion: v1|apiVersion \"v1\" is not supported; write security.istio.io/v1 or v1beta1",
        "kind: RequestAuthentication|kind \"RequestAuthentication\" is not supported yet",
        "status: {}|status is not supported yet",
        "specs: {}|specs is unknown; did you mean spec?",
        "kind: List|not supported yet; supported: AuthorizationPolicy",
      })
  void otherDocumentsAreRefused(String line, String expected) {
    String key = line.substring(0, line.indexOf(':') + 1);
    String text =
        HEAD.lines().filter(each -> !each.startsWith(key)).reduce("", (a, b) -> a + b + "\n");
    List<Problem> problems = PolicyParser.parse("p.yaml", text + line).problems();
    assertThat(problems).extracting(Problem::message).anyMatch(text2 -> text2.contains(expected));
  }

  @Test
  void allProblemsOfAllDocumentsAreFound() {
    String text =
        """
        apiVersion: v9
        kind: AuthorizationPolicy
        metadata: {name: A}
        spec: {action: AUDIT, rulez: []}
        ---
        kind: AuthorizationPolicy
        spec:
          rules:
          - to:
            - operation: {paths: ["x", "/ok", "y"], ports: ["0"]}
        """;
    assertThat(PolicyParser.parse("p.yaml", text).problems())
        .extracting(Problem::line)
        .containsExactlyInAnyOrder(1, 3, 4, 4, 6, 6, 10, 10, 10);
  }

  @Test
  void documentsBeforeASyntaxErrorAreStillChecked() {
    List<Problem> problems =
        PolicyParser.parse("p.yaml", HEAD + "spec: {rulez: 1}\n---\nkind: [").problems();
    assertThat(problems).hasSize(2);
    assertThat(problems.get(0).message()).contains("rulez");
    assertThat(problems.get(1).message()).startsWith("not YAML: ");
    assertThat(problems.get(1).line()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "# nothing\n", "---\n", "---\n---\n", "null"})
  void fileWithoutPolicyIsRefused(String text) {
    assertThat(PolicyParser.parse("p.yaml", text).problems())
        .containsExactly(
            new Problem("p.yaml", 0, 0, "no policy in this file; write one or remove the file"));
  }

  @Test
  void emptyDocumentsBetweenPoliciesAreSkipped() {
    PolicyParser.Parsed parsed = PolicyParser.parse("p.yaml", "---\n" + HEAD + "---\n---\n");
    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.policies()).hasSize(1);
  }

  @Test
  void unquotedStarIsExplained() {
    assertThat(problems("spec: {rules: [{to: [{operation: {hosts: [*.x]}}]}]}").get(0).message())
        .contains("quote a value that begins with *");
    assertThat(problems("spec: {rules: [{to: [{operation: {paths: [*]}}]}]}").get(0).message())
        .contains("quote a value that begins with *");
  }

  @Test
  void aliasedCollectionsAndDeepNestingAreRefused() {
    assertThat(problems("spec: {rules: [&a {}, *a]}")).hasSize(1);
    assertThat(problems("spec: {rules: &r [*r]}")).isNotEmpty();
    assertThat(problems("spec: " + "[".repeat(100_000)).get(0).message())
        .contains("nested too deeply: maxDepth=32");
  }

  @Test
  void aliasedScalarsAreRead() {
    assertThat(problems("spec: {rules: [{to: [{operation: {paths: [&a /a, *a]}}]}]}")).isEmpty();
  }

  @Test
  void problemsAreLimitedInNumber() {
    assertThat(problems("spec: {rules: [" + "1, ".repeat(5_000) + "1]}")).hasSize(100);
  }

  @Test
  void mutatedFilesNeverThrow() {
    Random random = new Random(17);
    String alphabet = "{}[]:,&*!|>'\"%@`#-? \n\t\u0000\ud800é/0Aa";
    for (int i = 0; i < 4_000; i++) {
      StringBuilder text = new StringBuilder(FULL);
      for (int change = random.nextInt(6); change >= 0; change--) {
        int at = random.nextInt(text.length());
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, c);
          case 1 -> text.insert(at, c);
          default -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
        }
      }
      PolicyParser.Parsed parsed = PolicyParser.parse("f.yaml", text.toString());
      if (parsed.problems().isEmpty()) {
        assertThat(parsed.policies()).isNotEmpty();
      }
    }
  }

  private static List<Problem> problems(String spec) {
    return PolicyParser.parse("p.yaml", HEAD + spec).problems();
  }
}
