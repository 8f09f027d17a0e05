package io.pillion.agent.policy;

import static io.pillion.ipc.policy.CheckRequest.*;

import io.pillion.agent.policy.PolicyGate.Verdict;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.DecisionRecord.Source;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the sidecar's answers, by exactly the attributes that they depended on. A fixed number
 * of places, each for one answer: a newer one for the same place wins. An answer is good while its
 * policy revision is in force, and no longer than {@value #LIFE_SECONDS} s.
 *
 * <p>Requests with more than {@value #MOST_CHARACTERS} characters in these attributes are not
 * remembered, so that nobody fills the application's memory with long paths.
 *
 * <p><b>Threading.</b> Any thread; a hit allocates nothing.
 */
final class DecisionCache {
  private static final int PLACES = 2048;
  private static final int MOST_CHARACTERS = 512;
  private static final long LIFE_SECONDS = 60;
  private static final long LIFE_NS = LIFE_SECONDS * 1_000_000_000;

  private static final int COMPARED =
      ATTRIBUTE_METHOD
          | ATTRIBUTE_PATH
          | ATTRIBUTE_HOST
          | ATTRIBUTE_PORT
          | ATTRIBUTE_SOURCE_ADDRESS;

  private final AtomicReferenceArray<@Nullable Entry> places = new AtomicReferenceArray<>(PLACES);

  /** Where to look; whether an entry fits is decided by the entry alone. */
  private volatile Shape shape = new Shape(0, 0);

  /** What answers of a revision depend on. */
  private record Shape(long revision, int dependsOn) {}

  private record Entry(CheckRequest.Of request, Verdict verdict, long madeNs) {
    boolean answers(CheckRequest asked, long revision, long nowNs) {
      Decision decision = verdict.decision();
      return decision.revision() == revision
          && nowNs - madeNs <= LIFE_NS
          && equal(asked, request, decision.dependsOn());
    }
  }

  /** An answer to an equal question under {@code revision}; null if there is none. */
  @Nullable Verdict get(CheckRequest request, long revision, long nowNs) {
    Shape current = shape;
    if (current.revision != revision) {
      return null;
    }
    Entry entry = places.get(place(request, current.dependsOn));
    return entry != null && entry.answers(request, revision, nowNs) ? entry.verdict : null;
  }

  /** Remembers an answer of the sidecar, unless it is one for the moment only. */
  void put(CheckRequest request, Decision decision, long nowNs) {
    if (decision.revision() == 0 || !isLasting(decision.reason())) {
      return;
    }
    if ((decision.dependsOn() & ~COMPARED) != 0) {
      // A newer sidecar looked at something that would not be compared here.
      return;
    }
    CheckRequest.Of key = keyOf(request, decision.dependsOn());
    if (length(key) > MOST_CHARACTERS) {
      return;
    }
    Shape current = shape;
    if (current.revision != decision.revision() || current.dependsOn != decision.dependsOn()) {
      shape = new Shape(decision.revision(), decision.dependsOn());
    }
    places.set(
        place(request, decision.dependsOn()),
        new Entry(key, new Verdict(decision, Source.CACHE), nowNs));
  }

  /** Whether the answer follows from request and policy alone. */
  private static boolean isLasting(Decision.Reason reason) {
    return switch (reason) {
      case UNAVAILABLE_DENY, UNAVAILABLE_ALLOW, NEVER_SEEN_ALLOW, NEVER_SEEN_DENY -> false;
      default -> true;
    };
  }

  /** What is compared, and nothing else of the request. */
  private static CheckRequest.Of keyOf(CheckRequest request, int dependsOn) {
    boolean path = (dependsOn & ATTRIBUTE_PATH) != 0;
    return new CheckRequest.Of(
        (dependsOn & ATTRIBUTE_METHOD) != 0 ? request.method() : "",
        (dependsOn & ATTRIBUTE_HOST) != 0 ? request.host() : null,
        (dependsOn & ATTRIBUTE_PORT) != 0 ? request.localPort() : 0,
        path ? request.rawPath() : "",
        path ? request.resolvedPath() : null,
        (dependsOn & ATTRIBUTE_SOURCE_ADDRESS) != 0 ? request.sourceAddress() : null);
  }

  private static int length(CheckRequest.Of key) {
    return key.method().length()
        + length(key.host())
        + key.rawPath().length()
        + length(key.resolvedPath())
        + length(key.sourceAddress());
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
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
