package io.pillion.sidecar.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.sidecar.config.Problem;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text as a policy file: policies that can be published, or problems that can be read. */
class PolicyYamlFuzzTest {

  @MethodSource("files")
  @FuzzTest
  void aFileHoldsPoliciesOrProblems(byte[] input) throws Exception {
    PolicyParser.Parsed parsed =
        PolicyParser.parse("fuzz.yaml", new String(input, StandardCharsets.UTF_8));
    for (Problem problem : parsed.problems()) {
      assertThat(problem.message()).isNotBlank();
    }
    if (parsed.problems().isEmpty()) {
      assertThat(parsed.policies()).isNotEmpty();
      for (ParsedPolicy policy : parsed.policies()) {
        PolicySnapshot snapshot =
            PolicySnapshot.of(java.util.List.of(policy.policy()), OnUnavailable.DENY);
        assertThat(PolicySnapshot.decode(snapshot.encode()).policies())
            .isEqualTo(snapshot.policies());
        assertThat(snapshot.evaluate(PolicyYaml.get("/a/b"))).isNotNull();
      }
    }
  }

  static Stream<byte[]> files() {
    String whole = PolicyYaml.deny("no-admin", "/admin/*");
    return Stream.of(
            whole,
            whole + "---\n" + PolicyYaml.deny("b", "*.html"),
            whole.substring(0, whole.length() / 2),
            whole.replace("rules:", "rules: &r").replace("paths:", "hosts: [\"*.x\"], paths:"),
            "[".repeat(2000),
            "&a [*a]")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
