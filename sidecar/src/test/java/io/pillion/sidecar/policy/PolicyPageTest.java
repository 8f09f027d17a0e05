package io.pillion.sidecar.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.policy.Decision.Reason;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.PolicySnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/policy.md} claims, tried on its own text. */
class PolicyPageTest {
  private final String page = read();

  @Test
  void exampleDecidesAsThePageSays() {
    String yaml = page.substring(page.indexOf("```yaml\n") + 8);
    PolicyParser.Parsed parsed =
        PolicyParser.parse("policy.md", yaml.substring(0, yaml.indexOf("```")));
    assertThat(parsed.problems()).isEmpty();
    PolicySnapshot snapshot =
        PolicySnapshot.of(
            parsed.policies().stream().map(ParsedPolicy::policy).toList(), OnUnavailable.DENY);
    Decision read = snapshot.evaluate(PolicyYaml.get("/items/1"));
    assertThat(read.policy()).isEqualTo("shop/readers");
    assertThat(read.allowed()).isTrue();
    for (String path :
        List.of(
            "/admin/users",
            "//admin/users",
            "/items/../admin/users",
            "/items/..%2fadmin/users",
            "/items/..;x/admin/users")) {
      assertThat(snapshot.evaluate(PolicyYaml.get(path)).policy()).isEqualTo("shop/no-admin");
    }
    assertThat(snapshot.evaluate(PolicyYaml.get("/other")).reason())
        .isEqualTo(Reason.NO_ALLOW_MATCHED);
  }

  @Test
  void tableOfPathsIsTrue() {
    PolicySnapshot deny = snapshot("DENY", "/admin*");
    PolicySnapshot allow = snapshot("ALLOW", "/public/*");
    List<String[]> rows =
        page.lines()
            .dropWhile(line -> !line.startsWith("| request | DENY"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.split(" *\\| *", -1))
            .toList();
    assertThat(rows).hasSizeGreaterThan(5);
    for (String[] row : rows) {
      CheckRequest request = PolicyYaml.get(row[1].replace("`", ""));
      assertThat(deny.evaluate(request).reason() == Reason.DENY_MATCHED)
          .as(row[1])
          .isEqualTo(row[2].equals("yes"));
      assertThat(allow.evaluate(request).reason() == Reason.ALLOW_MATCHED)
          .as(row[1])
          .isEqualTo(row[3].equals("yes"));
    }
  }

  private static PolicySnapshot snapshot(String action, String path) {
    String yaml = PolicyYaml.deny("p", path).replace("DENY", action);
    return PolicySnapshot.of(
        List.of(PolicyParser.parse("p.yaml", yaml).policies().get(0).policy()), OnUnavailable.DENY);
  }

  private static String read() {
    try (Stream<Path> places = Stream.of(Path.of("docs"), Path.of("../docs"))) {
      return Files.readString(
          places
              .map(docs -> docs.resolve("policy.md"))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
