package io.pillion.ipc.policy;

import static io.pillion.ipc.policy.Policies.allow;
import static io.pillion.ipc.policy.Policies.any;
import static io.pillion.ipc.policy.Policies.deny;
import static io.pillion.ipc.policy.Policies.get;
import static io.pillion.ipc.policy.Policies.paths;
import static io.pillion.ipc.policy.Policies.request;
import static io.pillion.ipc.policy.Policies.resolved;
import static io.pillion.ipc.policy.Policies.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pillion.ipc.policy.Decision.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathMatchingTest {
  private final PolicySnapshot denyAdmin = snapshot(deny("no-admin", paths("/admin", "/admin/*")));
  private final PolicySnapshot allowPublic = snapshot(allow("public", paths("/public/*")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin",
        "/admin/x",
        "//admin",
        "/app/../admin",
        "/app//../../admin",
        "/%61dmin",
        "/%61%64%6d%69%6e",
        "/%2Fadmin",
        "/%2fadmin",
        "/app/%2e%2e/admin",
        "/app/..%2fadmin",
        "/app%2f..%2fadmin",
        "/app/..%5cadmin",
        "/app\\..\\admin",
        "/\\admin",
        "/..;/admin",
        "/app/..;x=y/admin",
        "/app/..%3bx/admin",
        "/x;%2f..%2fadmin",
        "/;/admin",
        "/admin;a=b",
        "/admin;a=b/c",
        "/admin%3ba",
        "/admin#foo",
        "/admin?x=/public",
        "/./admin",
        "/admin/",
        "/admin/../admin",
        "/%2e%2e/../admin"
      })
  void denyMatchesWhateverFormReachesTheTarget(String path) {
    assertThat(denyAdmin.evaluate(get(path)).reason()).isEqualTo(Reason.DENY_MATCHED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/Admin",
        "/administrator",
        "/.../admin",
        "/%252e%252e/admin",
        "/x/admin",
        "/public/x",
        "/.well-known/x"
      })
  void denyLeavesOtherPathsAlone(String path) {
    assertThat(denyAdmin.evaluate(get(path)).reason()).isEqualTo(Reason.NO_POLICY_APPLIES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/public/x",
        "/public/",
        "/public/a%20b",
        "/public/a;v=1",
        "/public/./x",
        "/public/x?/admin"
      })
  void allowMatchesWhenEveryFormDoes(String path) {
    assertThat(allowPublic.evaluate(get(path)).reason()).isEqualTo(Reason.ALLOW_MATCHED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/public",
        "/public/../admin",
        "/public/..%2fadmin",
        "/public/..;/admin",
        "/public/..;a/../admin",
        "/public%2f..%2fadmin",
        "/public/..%5cadmin",
        "/public/%2e%2e/admin",
        "/public/x;%2f..%2f..%2fadmin",
        "/public;x/y",
        "//public/x"
      })
  void allowDoesNotMatchWhenOneFormEscapes(String path) {
    assertThat(allowPublic.evaluate(get(path)).reason()).isEqualTo(Reason.NO_ALLOW_MATCHED);
  }

  @Test
  void containerPathCountsForBothActions() {
    assertThat(denyAdmin.evaluate(resolved("/x", "/admin")).reason())
        .isEqualTo(Reason.DENY_MATCHED);
    assertThat(denyAdmin.evaluate(resolved("/admin", "/x")).reason())
        .isEqualTo(Reason.DENY_MATCHED);
    assertThat(allowPublic.evaluate(resolved("/public/x", "/admin")).reason())
        .isEqualTo(Reason.NO_ALLOW_MATCHED);
    assertThat(allowPublic.evaluate(resolved("/admin", "/public/x")).reason())
        .isEqualTo(Reason.NO_ALLOW_MATCHED);
    assertThat(allowPublic.evaluate(resolved("/public/a%20b", "/public/a b")).reason())
        .isEqualTo(Reason.ALLOW_MATCHED);
  }

  @Test
  void formsMayMatchDifferentPatternsOfOneList() {
    PolicySnapshot policy = snapshot(allow("both", paths("/a;v=1", "/a")));
    assertThat(policy.evaluate(get("/a;v=1")).allowed()).isTrue();
    assertThat(
            snapshot(allow("a", paths("/a")), allow("b", paths("/a;v=1")))
                .evaluate(get("/a;v=1"))
                .allowed())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/a%20b, /a%20b",
    "/caf%C3%A9, /caf%C3%A9",
    "/caf%C3%A9*, /caf%C3%A9/x",
    "/%61, /a",
    "/a, /%61",
    "*.php, /x/y.php",
    "/a*, /a",
    "/a*b, /a*b",
    "*, /anything",
    "/a%2Fb, /a%2Fb"
  })
  void allowedPatternMatches(String pattern, String path) {
    assertThat(snapshot(allow("p", paths(pattern))).evaluate(get(path)).allowed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"/a*b, /axb", "/a%2Fb, /a/b", "/a/b, /a%2Fb", "/a, /A", "/a, /a/", "/abc*, /ab"})
  void allowedPatternDoesNotMatch(String pattern, String path) {
    assertThat(snapshot(allow("p", paths(pattern))).evaluate(get(path)).allowed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "*",
        "http://shop/admin",
        "/%zz",
        "/%",
        "/%00",
        "/\u0000",
        "/%c0%ae",
        "/%ff",
        "/é",
        "?",
        "\\x"
      })
  void unreadablePathIsMalformedWhereAnyPolicyLooksAtPaths(String path) {
    assertThat(denyAdmin.evaluate(get(path)).reason()).isEqualTo(Reason.MALFORMED_REQUEST);
    assertThat(allowPublic.evaluate(get(path)).reason()).isEqualTo(Reason.MALFORMED_REQUEST);
  }

  @Test
  void unreadablePathDoesNotMatterWhereNoPolicyLooksAtPaths() {
    assertThat(snapshot(allow("all", any())).evaluate(get("/%zz")).reason())
        .isEqualTo(Reason.ALLOW_MATCHED);
  }

  @Test
  void unreadableContainerPathIsMalformed() {
    assertThat(denyAdmin.evaluate(resolved("/x", "/\u0000")).reason())
        .isEqualTo(Reason.MALFORMED_REQUEST);
  }

  @Test
  void starIsATargetForOptionsOnly() {
    CheckRequest options = request("OPTIONS", "shop", 8080, "*", null, null);
    assertThat(denyAdmin.evaluate(options).reason()).isEqualTo(Reason.NO_POLICY_APPLIES);
    assertThat(snapshot(allow("any", paths("*"))).evaluate(options).allowed()).isTrue();
    assertThat(denyAdmin.dependsOn())
        .isEqualTo(CheckRequest.ATTRIBUTE_PATH | CheckRequest.ATTRIBUTE_METHOD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "admin",
        "/a/{*}",
        "/a?b",
        "/a#b",
        "/a/../b",
        "/a/%2e%2e/b",
        "/a/.",
        "/é",
        "/a b",
        "/%",
        "/%c3",
        "/%00",
        "/a\\b",
        "*/../x"
      })
  void patternThatNeverMatchesIsRefused(String pattern) {
    assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.of(pattern));
  }
}
