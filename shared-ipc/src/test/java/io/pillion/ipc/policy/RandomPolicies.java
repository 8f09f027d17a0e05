package io.pillion.ipc.policy;

import io.pillion.ipc.policy.CompiledPolicy.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Policies and requests over a small vocabulary, so that they meet; the same for one seed. */
final class RandomPolicies {
  private static final List<String> METHODS = List.of("GET", "POST", "P*", "*T", "*", "get");
  private static final List<String> HOSTS =
      List.of("shop", "shop.example.com", "*.example.com", "shop*", "*", "SHOP:8080", "[::1]");
  private static final List<String> PATHS =
      List.of("/", "/admin", "/admin/*", "*/admin", "*", "/a%20b", "/a%2Fb*", "/caf%C3%A9");
  private static final List<String> BLOCKS =
      List.of("10.0.0.0/8", "192.0.2.7", "::1", "2001:db8::/32", "0.0.0.0/0", "::/0");
  private static final List<String> RAW_PATHS =
      List.of(
          "/",
          "/admin",
          "/admin/x",
          "/%61dmin",
          "//admin",
          "/x/../admin",
          "/x/..;a/admin",
          "/a%20b",
          "/a%2fb",
          "/caf%c3%a9",
          "/%c0%ae",
          "/%zz",
          "*",
          "",
          "/admin?x#y",
          "/\\admin");
  private static final List<String> ADDRESSES =
      List.of("10.1.2.3", "::ffff:10.1.2.3", "192.0.2.7", "::1", "fe80::1%eth0", "somewhere", "");

  private static final String ALPHABET = "/\\.;%:@[]*?#,0123456789abcdefADMIN";

  private final Random random;

  RandomPolicies(long seed) {
    random = new Random(seed);
  }

  List<CompiledPolicy> policies() {
    List<CompiledPolicy> policies = new ArrayList<>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      policies.add(
          new CompiledPolicy(
              random.nextBoolean() ? "default" : "team-a",
              "policy-" + i,
              random.nextBoolean() ? Action.ALLOW : Action.DENY,
              random.nextBoolean() ? null : onUnavailable(),
              random.nextInt(6) == 0 ? 1 << random.nextInt(31) : 0,
              some(3, this::rule)));
    }
    return policies;
  }

  OnUnavailable onUnavailable() {
    return random.nextBoolean() ? OnUnavailable.ALLOW : OnUnavailable.DENY;
  }

  CheckRequest request() {
    return new CheckRequest.Of(
        one(List.of("GET", "POST", "OPTIONS", "get", "")),
        random.nextInt(8) == 0
            ? null
            : one(List.of("shop", "Shop.Example.Com.:80", "shop:8080", "a,b", "[::1]:1")),
        random.nextInt(5) == 0 ? random.nextInt() : 8080,
        random.nextInt(4) == 0 ? noise() : one(RAW_PATHS),
        random.nextInt(3) == 0 ? one(RAW_PATHS) : null,
        random.nextInt(8) == 0 ? null : one(ADDRESSES));
  }

  /** Any characters, with those that mean something in paths, hosts and addresses frequent. */
  String noise() {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "/" : "");
    int length = random.nextInt(24);
    for (int i = 0; i < length; i++) {
      text.append(
          random.nextInt(8) == 0
              ? (char) random.nextInt(0x10000)
              : ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  private PolicyRule rule() {
    return new PolicyRule(some(2, this::source), some(2, this::operation));
  }

  private SourceMatch source() {
    List<IpBlock> blocks = some(3, () -> IpBlock.parse(one(BLOCKS)));
    return new SourceMatch(blocks.isEmpty() ? List.of(IpBlock.parse("10.0.0.0/8")) : blocks);
  }

  private OperationMatch operation() {
    List<Integer> ports = some(2, () -> random.nextBoolean() ? 8080 : 1 + random.nextInt(65535));
    List<StringPattern> methods = some(3, () -> StringPattern.of(one(METHODS)));
    return new OperationMatch(
        methods.isEmpty() ? List.of(StringPattern.of("GET")) : methods,
        some(2, () -> StringPattern.of(one(HOSTS))),
        some(3, () -> PathPattern.of(one(PATHS))),
        ports);
  }

  private <T> List<T> some(int max, Supplier<T> supplier) {
    List<T> list = new ArrayList<>();
    int count = random.nextInt(max + 1);
    for (int i = 0; i < count; i++) {
      list.add(supplier.get());
    }
    return list;
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
