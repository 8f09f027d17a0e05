package io.pillion.agent.policy;

import static io.pillion.ipc.policy.CheckRequest.*;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the sidecar's answers, by exactly the attributes that they depended on. A fixed number
 * of places, each for one answer: a newer one for the same place wins. An answer is good while its
 * policy revision is in force, and no longer than {@value #LIFE_SECONDS} s.
 *
 * <p><b>Threading.</b> Any thread; a hit allocates nothing.
 */
final class DecisionCache {
  private static final int PLACES = 2048;
  private static final long LIFE_SECONDS = 60;
  private static final long LIFE_NS = LIFE_SECONDS * 1_000_000_000;

  private final AtomicReferenceArray<@Nullable Entry> places = new AtomicReferenceArray<>(PLACES);
  private volatile Shape shape = new Shape(0, 0);

  /** What answers of a revision depend on; the same for all of them. */
  private record Shape(long revision, int dependsOn) {}

  private record Entry(CheckRequest.Of request, Decision decision, long madeNs) {}

  /** An answer to an equal question under {@code revision}; null if there is none. */
  @Nullable Decision get(CheckRequest request, long revision, long nowNs) {
    Shape current = shape;
    if (current.revision != revision) {
      return null;
    }
    Entry entry = places.get(place(request, current.dependsOn));
    if (entry == null
        || entry.decision.revision() != revision
        || nowNs - entry.madeNs > LIFE_NS
        || !equal(request, entry.request, current.dependsOn)) {
      return null;
    }
    return entry.decision;
  }

  void put(CheckRequest request, Decision decision, long nowNs) {
    Shape current = shape;
    if (current.revision != decision.revision() || current.dependsOn != decision.dependsOn()) {
      shape = new Shape(decision.revision(), decision.dependsOn());
    }
    CheckRequest.Of copy =
        new CheckRequest.Of(
            request.method(),
            request.host(),
            request.localPort(),
            request.rawPath(),
            request.resolvedPath(),
            request.sourceAddress());
    places.set(place(request, decision.dependsOn()), new Entry(copy, decision, nowNs));
  }

  private static int place(CheckRequest request, int dependsOn) {
    int hash = 17;
    if ((dependsOn & ATTRIBUTE_METHOD) != 0) {
      hash = hash * 31 + request.method().hashCode();
    }
    if ((dependsOn & ATTRIBUTE_PATH) != 0) {
      hash = hash * 31 + request.rawPath().hashCode();
      hash = hash * 31 + Objects.hashCode(request.resolvedPath());
    }
    if ((dependsOn & ATTRIBUTE_HOST) != 0) {
      hash = hash * 31 + Objects.hashCode(request.host());
    }
    if ((dependsOn & ATTRIBUTE_PORT) != 0) {
      hash = hash * 31 + request.localPort();
    }
    if ((dependsOn & ATTRIBUTE_SOURCE_ADDRESS) != 0) {
      hash = hash * 31 + Objects.hashCode(request.sourceAddress());
    }
    return (hash ^ (hash >>> 16)) & (PLACES - 1);
  }

  private static boolean equal(CheckRequest a, CheckRequest b, int dependsOn) {
    return ((dependsOn & ATTRIBUTE_METHOD) == 0 || a.method().equals(b.method()))
        && ((dependsOn & ATTRIBUTE_PATH) == 0
            || (a.rawPath().equals(b.rawPath())
                && Objects.equals(a.resolvedPath(), b.resolvedPath())))
        && ((dependsOn & ATTRIBUTE_HOST) == 0 || Objects.equals(a.host(), b.host()))
        && ((dependsOn & ATTRIBUTE_PORT) == 0 || a.localPort() == b.localPort())
        && ((dependsOn & ATTRIBUTE_SOURCE_ADDRESS) == 0
            || Objects.equals(a.sourceAddress(), b.sourceAddress()));
  }
}
