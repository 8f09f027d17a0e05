package io.pillion.sidecar.policy;

import io.pillion.ipc.policy.CheckRequest;

/** Small policies as text, for tests of files. */
final class PolicyYaml {
  private PolicyYaml() {}

  static String deny(String name, String path) {
    return """
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata:
      name: %s
    spec:
      action: DENY
      rules:
      - to:
        - operation:
            paths: ["%s"]
    """
        .formatted(name, path);
  }

  static CheckRequest get(String path) {
    return new CheckRequest.Of("GET", "shop", 8080, path, null, "10.0.0.1");
  }
}
