package io.pillion.ipc.policy;

import io.pillion.ipc.policy.CompiledPolicy.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short spellings of policies and requests for tests. */
final class Policies {
  private Policies() {}

  static PolicySnapshot snapshot(CompiledPolicy... policies) {
    return PolicySnapshot.of(List.of(policies), OnUnavailable.DENY);
  }

  static CompiledPolicy allow(String name, PolicyRule... rules) {
    return new CompiledPolicy("default", name, Action.ALLOW, null, 0, List.of(rules));
  }

  static CompiledPolicy deny(String name, PolicyRule... rules) {
    return new CompiledPolicy("default", name, Action.DENY, null, 0, List.of(rules));
  }

  static CompiledPolicy unavailable(
      String name, Action action, @Nullable OnUnavailable mode, PolicyRule... rules) {
    return new CompiledPolicy("default", name, action, mode, 1 << 7, List.of(rules));
  }

  static PolicyRule any() {
    return new PolicyRule(List.of(), List.of());
  }

  static PolicyRule paths(String... patterns) {
    return to(new OperationMatch(List.of(), List.of(), pathPatterns(patterns), List.of()));
  }

  static PolicyRule methods(String... patterns) {
    return to(new OperationMatch(patterns(patterns), List.of(), List.of(), List.of()));
  }

  static PolicyRule hosts(String... patterns) {
    return to(new OperationMatch(List.of(), patterns(patterns), List.of(), List.of()));
  }

  static PolicyRule ports(Integer... ports) {
    return to(new OperationMatch(List.of(), List.of(), List.of(), List.of(ports)));
  }

  static PolicyRule to(OperationMatch... operations) {
    return new PolicyRule(List.of(), List.of(operations));
  }

  static PolicyRule fromBlocks(String... blocks) {
    return new PolicyRule(List.of(source(blocks)), List.of());
  }

  static SourceMatch source(String... blocks) {
    return new SourceMatch(List.of(blocks).stream().map(IpBlock::parse).toList());
  }

  static List<StringPattern> patterns(String... patterns) {
    return List.of(patterns).stream().map(StringPattern::of).toList();
  }

  static List<PathPattern> pathPatterns(String... patterns) {
    return List.of(patterns).stream().map(PathPattern::of).toList();
  }

  static CheckRequest get(String path) {
    return request("GET", "shop", 8080, path, null, "10.0.0.1");
  }

  static CheckRequest resolved(String path, String resolved) {
    return request("GET", "shop", 8080, path, resolved, "10.0.0.1");
  }

  static CheckRequest host(@Nullable String host) {
    return request("GET", host, 8080, "/", null, "10.0.0.1");
  }

  static CheckRequest source(@Nullable String address, String path) {
    return request("GET", "shop", 8080, path, null, address);
  }

  static CheckRequest request(
      String method,
      @Nullable String host,
      int port,
      String path,
      @Nullable String resolved,
      @Nullable String source) {
    return new CheckRequest.Of(method, host, port, path, resolved, source);
  }
}
