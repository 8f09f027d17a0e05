package io.pillion.sidecar.policy;

import io.pillion.sidecar.config.Suggestion;
import java.util.List;

/**
 * The keys of one kind of mapping.
 *
 * @param supported keys that are read
 * @param foreseen keys that exist in Istio or Kubernetes and are refused by name
 */
record Vocabulary(List<String> supported, List<String> foreseen) {
  /** What to say about a key that is not supported. */
  String refusalOf(String key) {
    if (foreseen.contains(key)) {
      return "is not supported yet; supported: " + String.join(", ", supported);
    }
    String near = Suggestion.nearest(key, supported);
    return "is unknown; "
        + (near == null ? "" : "did you mean " + near + "? ")
        + "supported: "
        + String.join(", ", supported);
  }
}
