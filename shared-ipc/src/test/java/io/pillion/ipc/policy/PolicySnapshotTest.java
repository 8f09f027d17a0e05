package io.pillion.ipc.policy;

import static io.pillion.ipc.policy.Policies.allow;
import static io.pillion.ipc.policy.Policies.any;
import static io.pillion.ipc.policy.Policies.deny;
import static io.pillion.ipc.policy.Policies.fromBlocks;
import static io.pillion.ipc.policy.Policies.get;
import static io.pillion.ipc.policy.Policies.host;
import static io.pillion.ipc.policy.Policies.hosts;
import static io.pillion.ipc.policy.Policies.methods;
import static io.pillion.ipc.policy.Policies.pathPatterns;
import static io.pillion.ipc.policy.Policies.paths;
import static io.pillion.ipc.policy.Policies.patterns;
import static io.pillion.ipc.policy.Policies.ports;
import static io.pillion.ipc.policy.Policies.request;
import static io.pillion.ipc.policy.Policies.snapshot;
import static io.pillion.ipc.policy.Policies.source;
import static io.pillion.ipc.policy.Policies.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pillion.ipc.policy.CompiledPolicy.Action;
import io.pillion.ipc.policy.Decision.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySnapshotTest {
  @Test
  void emptySetAllowsEverythingUnderOneKey() {
    PolicySnapshot empty = PolicySnapshot.empty();
    assertThat(empty.size()).isZero();
    assertThat(empty.dependsOn()).isZero();
    assertThat(empty.revision()).isNotZero();
    Decision decision = empty.evaluate(get("/%zz"));
    assertThat(decision)
        .isEqualTo(new Decision(Reason.NO_POLICY_APPLIES, null, empty.revision(), 0));
  }

  @Test
  void allowPolicyWithoutRulesDeniesAll() {
    assertThat(snapshot(allow("nothing")).evaluate(get("/")).reason())
        .isEqualTo(Reason.NO_ALLOW_MATCHED);
  }

  @Test
  void emptyRuleMatchesAll() {
    assertThat(snapshot(allow("all", any())).evaluate(get("/")).reason())
        .isEqualTo(Reason.ALLOW_MATCHED);
    assertThat(snapshot(deny("all", any())).evaluate(get("/")).reason())
        .isEqualTo(Reason.DENY_MATCHED);
  }

  @Test
  void denyWinsOverAllow() {
    PolicySnapshot policy = snapshot(allow("all", any()), deny("no-admin", paths("/admin")));
    assertThat(policy.evaluate(get("/admin")).policy()).isEqualTo("default/no-admin");
    assertThat(policy.evaluate(get("/x")).policy()).isEqualTo("default/all");
  }

  @Test
  void anyAllowPolicyIsEnough() {
    PolicySnapshot policy = snapshot(allow("a", paths("/a")), allow("b", paths("/b")));
    assertThat(policy.evaluate(get("/a")).policy()).isEqualTo("default/a");
    assertThat(policy.evaluate(get("/b")).policy()).isEqualTo("default/b");
    assertThat(policy.evaluate(get("/c")).reason()).isEqualTo(Reason.NO_ALLOW_MATCHED);
    assertThat(policy.evaluate(get("/c")).policy()).isNull();
  }

  @Test
  void onlyDenyPoliciesThatDoNotMatchLeaveTheRequestAlone() {
    assertThat(snapshot(deny("d", paths("/d"))).evaluate(get("/")).reason())
        .isEqualTo(Reason.NO_POLICY_APPLIES);
  }

  @Test
  void fieldsOfOneOperationMustAllMatch() {
    OperationMatch operation =
        new OperationMatch(
            patterns("GET"), patterns("shop"), pathPatterns("/a"), List.of(8080, 8081));
    PolicySnapshot policy =
        snapshot(allow("a", new PolicyRule(List.of(source("10.0.0.0/8")), List.of(operation))));
    assertThat(policy.evaluate(request("GET", "shop", 8081, "/a", null, "10.0.0.1")).allowed())
        .isTrue();
    assertThat(policy.evaluate(request("PUT", "shop", 8080, "/a", null, "10.0.0.1")).allowed())
        .isFalse();
    assertThat(policy.evaluate(request("GET", "cart", 8080, "/a", null, "10.0.0.1")).allowed())
        .isFalse();
    assertThat(policy.evaluate(request("GET", "shop", 8082, "/a", null, "10.0.0.1")).allowed())
        .isFalse();
    assertThat(policy.evaluate(request("GET", "shop", 8080, "/b", null, "10.0.0.1")).allowed())
        .isFalse();
    assertThat(policy.evaluate(request("GET", "shop", 8080, "/a", null, "11.0.0.1")).allowed())
        .isFalse();
  }

  @Test
  void anyOperationAndAnySourceOfARuleIsEnough() {
    PolicyRule rule =
        new PolicyRule(
            List.of(source("192.0.2.1"), source("10.0.0.0/8")),
            List.of(methods("PUT").to().get(0), methods("GET").to().get(0)));
    assertThat(snapshot(allow("a", rule)).evaluate(get("/")).allowed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"GET, GET, true", "GET, get, false", "P*, POST, true", "*T, PUT, true", "*, X, true"})
  void methodsAreComparedWithCase(String pattern, String method, boolean matches) {
    PolicySnapshot policy = snapshot(allow("m", methods(pattern)));
    assertThat(policy.evaluate(request(method, null, 80, "/", null, null)).allowed())
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "shop.example.com, shop.example.com, true",
    "shop.example.com, SHOP.Example.com, true",
    "Shop.Example.com, shop.example.com, true",
    "shop.example.com, shop.example.com:8080, true",
    "shop.example.com, shop.example.com., true",
    "shop.example.com, shop.example.com.:8080, true",
    "shop.example.com:8080, shop.example.com:8080, true",
    "shop.example.com:8080, shop.example.com:9090, false",
    "shop.example.com:8080, shop.example.com, false",
    "shop.example.com:*, shop.example.com:9090, true",
    "*.example.com, a.EXAMPLE.com:80, true",
    "*.example.com, example.com, false",
    "shop*, shop.internal, true",
    "shop, shopx, false",
    "shop, xshop, false",
    "*, anything, true",
    "[::1], [::1]:80, true",
    "[::1], [::1], true"
  })
  void hostsAreComparedWithoutCaseAndPort(String pattern, String value, boolean matches) {
    assertThat(snapshot(allow("h", hosts(pattern))).evaluate(host(value)).allowed())
        .isEqualTo(matches);
    assertThat(snapshot(deny("h", hosts(pattern))).evaluate(host(value)).allowed())
        .isEqualTo(!matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "good,evil", "user@shop", "shop/x", "shop x", "shop\u212a", ".", ":80", "a#b"})
  void hostThatIsNoSingleHostIsNeverAllowed(String value) {
    assertThat(snapshot(allow("h", hosts("*"))).evaluate(host(value)).reason())
        .isEqualTo(Reason.NO_ALLOW_MATCHED);
    assertThat(snapshot(deny("h", hosts("other"))).evaluate(host(value)).reason())
        .isEqualTo(Reason.MALFORMED_REQUEST);
  }

  @Test
  void missingHostMatchesNothing() {
    assertThat(snapshot(allow("h", hosts("*"))).evaluate(host(null)).reason())
        .isEqualTo(Reason.NO_ALLOW_MATCHED);
    assertThat(snapshot(deny("h", hosts("*"))).evaluate(host(null)).reason())
        .isEqualTo(Reason.NO_POLICY_APPLIES);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "shop.internal", "unix:", "/10.0.0.1"})
  void unknownSourceIsNeverAllowedAndDeniedWhereItMatters(String address) {
    PolicyRule adminFromOutside =
        new PolicyRule(List.of(source("0.0.0.0/0")), paths("/admin").to());
    assertThat(
            snapshot(allow("i", fromBlocks("10.0.0.0/8"))).evaluate(source(address, "/")).reason())
        .isEqualTo(Reason.NO_ALLOW_MATCHED);
    Decision denied = snapshot(deny("i", adminFromOutside)).evaluate(source(address, "/admin"));
    assertThat(denied.reason()).isEqualTo(Reason.MALFORMED_REQUEST);
    assertThat(denied.policy()).isEqualTo("default/i");
    assertThat(snapshot(deny("i", adminFromOutside)).evaluate(source(address, "/x")).reason())
        .isEqualTo(Reason.NO_POLICY_APPLIES);
  }

  @Test
  void unknownPortIsNeverAllowedAndDenied() {
    CheckRequest request = request("GET", null, -1, "/", null, null);
    assertThat(snapshot(allow("p", ports(80))).evaluate(request).allowed()).isFalse();
    assertThat(snapshot(deny("p", ports(80))).evaluate(request).reason())
        .isEqualTo(Reason.MALFORMED_REQUEST);
  }

  @Test
  void dependsOnNamesWhatAnyRuleUses() {
    assertThat(snapshot(allow("m", methods("GET"))).dependsOn())
        .isEqualTo(CheckRequest.ATTRIBUTE_METHOD);
    assertThat(snapshot(allow("h", hosts("a")), deny("p", ports(80))).dependsOn())
        .isEqualTo(CheckRequest.ATTRIBUTE_HOST | CheckRequest.ATTRIBUTE_PORT);
    assertThat(snapshot(allow("i", fromBlocks("::1"))).dependsOn())
        .isEqualTo(CheckRequest.ATTRIBUTE_SOURCE_ADDRESS);
    assertThat(snapshot(allow("all", any())).dependsOn()).isZero();
  }

  @Test
  void equalContentGivesEqualRevisionInAnyOrder() {
    CompiledPolicy a = allow("a", paths("/a"));
    CompiledPolicy b = deny("b", paths("/b"));
    assertThat(snapshot(a, b).revision()).isEqualTo(snapshot(b, a).revision());
    assertThat(snapshot(a, b).revision()).isNotEqualTo(snapshot(a).revision());
    assertThat(PolicySnapshot.of(List.of(a), OnUnavailable.ALLOW).revision())
        .isNotEqualTo(snapshot(a).revision());
  }

  @Test
  void sameNameTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snapshot(allow("a"), deny("a", any())))
        .withMessageContaining("default/a");
  }

  @Test
  void setBeyondTheLimitIsRefused() {
    CompiledPolicy[] many = new CompiledPolicy[300];
    for (int i = 0; i < many.length; i++) {
      many[i] = allow("p" + i, paths("/" + "x".repeat(4000)));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snapshot(many))
        .withMessageContaining("too large");
  }

  @Test
  void unavailableDenyPolicyFollowsItsMode() {
    CompiledPolicy refuse = unavailable("u", Action.DENY, OnUnavailable.DENY, any());
    CompiledPolicy skip = unavailable("u", Action.DENY, OnUnavailable.ALLOW, any());
    assertThat(snapshot(refuse).evaluate(get("/")).reason()).isEqualTo(Reason.UNAVAILABLE_DENY);
    assertThat(snapshot(skip).evaluate(get("/")).reason()).isEqualTo(Reason.UNAVAILABLE_ALLOW);
    assertThat(snapshot(skip).evaluate(get("/")).policy()).isEqualTo("default/u");
    assertThat(snapshot(skip, allow("all", any())).evaluate(get("/")).reason())
        .isEqualTo(Reason.UNAVAILABLE_ALLOW);
    assertThat(snapshot(skip, allow("a", paths("/a"))).evaluate(get("/")).reason())
        .isEqualTo(Reason.NO_ALLOW_MATCHED);
    assertThat(snapshot(refuse, deny("all", any())).evaluate(get("/")).reason())
        .isEqualTo(Reason.DENY_MATCHED);
  }

  @Test
  void unavailableAllowPolicyFollowsItsMode() {
    CompiledPolicy refuse = unavailable("u", Action.ALLOW, OnUnavailable.DENY, any());
    CompiledPolicy skip = unavailable("u", Action.ALLOW, OnUnavailable.ALLOW, any());
    CompiledPolicy a = allow("a", paths("/a"));
    assertThat(snapshot(refuse).evaluate(get("/")).reason()).isEqualTo(Reason.UNAVAILABLE_DENY);
    assertThat(snapshot(skip).evaluate(get("/")).reason()).isEqualTo(Reason.UNAVAILABLE_ALLOW);
    assertThat(snapshot(refuse, a).evaluate(get("/a")).reason()).isEqualTo(Reason.ALLOW_MATCHED);
    assertThat(snapshot(refuse, a).evaluate(get("/")).reason()).isEqualTo(Reason.UNAVAILABLE_DENY);
    assertThat(snapshot(skip, a).evaluate(get("/")).reason()).isEqualTo(Reason.NO_ALLOW_MATCHED);
  }

  @Test
  void unavailablePolicyWithoutModeFollowsTheDefault() {
    List<CompiledPolicy> policies = List.of(unavailable("u", Action.DENY, null, any()));
    assertThat(PolicySnapshot.of(policies, OnUnavailable.ALLOW).evaluate(get("/")).reason())
        .isEqualTo(Reason.UNAVAILABLE_ALLOW);
    assertThat(PolicySnapshot.of(policies, OnUnavailable.DENY).evaluate(get("/")).reason())
        .isEqualTo(Reason.UNAVAILABLE_DENY);
  }

  @Test
  void faultOfTheRequestObjectDeniesAndIsNotThrown() {
    CheckRequest broken = request(null, null, 80, null, null, null);
    assertThat(snapshot(allow("a", paths("/a"))).evaluate(broken).reason())
        .isEqualTo(Reason.MALFORMED_REQUEST);
  }

  @Test
  void randomRequestsAlwaysGetAnAnswer() {
    RandomPolicies random = new RandomPolicies(23);
    for (int i = 0; i < 400; i++) {
      PolicySnapshot policy = PolicySnapshot.of(random.policies(), random.onUnavailable());
      for (int j = 0; j < 50; j++) {
        CheckRequest request =
            request(
                random.noise(), random.noise(), j, random.noise(), random.noise(), random.noise());
        Decision decision = policy.evaluate(request);
        assertThat(decision.revision()).isEqualTo(policy.revision());
        assertThat(decision.dependsOn()).isEqualTo(policy.dependsOn());
      }
    }
  }
}
