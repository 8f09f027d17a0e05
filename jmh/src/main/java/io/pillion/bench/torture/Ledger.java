package io.pillion.bench.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The account from outside: what was asked, how it was answered, and whose span arrived at the back
 * end. It asks nothing of the product.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class Ledger {
  private static final int KEPT_COMPLAINTS = 20;

  private final Map<String, Entry> open = new HashMap<>();
  private final Set<String> arrivedBefore = new HashSet<>();
  private final Set<String> givenUp = new HashSet<>();
  private final List<String> complaints = new ArrayList<>();
  private long sent;
  private long answered;
  private long cutByKill;
  private long failed;
  private long wrongDecisions;
  private long delivered;
  private long repeated;
  private long late;
  private long foreign;
  private String step = "start";

  /** A request that is not settled. */
  private static final class Entry {
    final Request request;
    long answeredNs;
    boolean answered;
    boolean arrived;
    boolean over;

    Entry(Request request) {
      this.request = request;
    }
  }

  /**
   * Sums since the start.
   *
   * @param cutByKill requests that the campaign's own kill of the application ended or refused
   * @param delivered requests whose span arrived
   * @param repeated spans that came once more
   * @param late spans that came after they were taken for lost
   * @param foreign spans with an id that nobody sent: their bytes were damaged on the way
   */
  record Sums(
      long sent,
      long answered,
      long cutByKill,
      long failed,
      long wrongDecisions,
      long delivered,
      long repeated,
      long late,
      long foreign) {}

  /**
   * Answered requests without a span.
   *
   * @param lostWithProcess those that the killed application answered just before its end
   * @param missing all others
   */
  record Gap(long missing, long lostWithProcess) {}

  /** What happens from now on belongs to this step. */
  synchronized void step(String name) {
    step = name;
  }

  synchronized void sent(Request request) {
    sent++;
    open.put(request.traceId(), new Entry(request));
  }

  /** The application answered as it should have, or with the other decision. */
  synchronized void answered(Request request, boolean decidedRight, long nowNs) {
    answered++;
    Entry entry = entry(request);
    entry.answered = true;
    entry.answeredNs = nowNs;
    entry.over = true;
    if (!decidedRight) {
      wrongDecisions++;
      complain("wrong decision: path=" + request.path() + ", allowed=" + !request.allowed());
    }
  }

  synchronized void cutByKill(Request request) {
    cutByKill++;
    entry(request).over = true;
  }

  synchronized void failed(Request request, String outcome) {
    failed++;
    entry(request).over = true;
    complain("request failed: path=" + request.path() + ", outcome=" + outcome);
  }

  private Entry entry(Request request) {
    Entry entry = open.get(request.traceId());
    if (entry == null) {
      throw new IllegalStateException("request ended twice: id=" + request.traceId());
    }
    return entry;
  }

  private void complain(String what) {
    if (complaints.size() < KEPT_COMPLAINTS) {
      complaints.add(step + ": " + what);
    }
  }

  /** A span with this trace id came to the back end. */
  synchronized void arrived(String traceId) {
    Entry entry = open.get(traceId);
    if (entry != null && !entry.arrived) {
      entry.arrived = true;
      delivered++;
    } else if (entry != null || arrivedBefore.contains(traceId)) {
      repeated++;
    } else if (givenUp.remove(traceId)) {
      arrivedBefore.add(traceId);
      delivered++;
      late++;
    } else {
      foreign++;
    }
  }

  /**
   * What is missing now.
   *
   * @param ringNs how long before a kill an answer may have been whose record was still in the dead
   *     process
   */
  synchronized Gap gap(long ringNs) {
    long missing = 0;
    long lost = 0;
    for (Entry entry : open.values()) {
      if (entry.answered && !entry.arrived) {
        if (diedWithProcess(entry, ringNs)) {
          lost++;
        } else {
          missing++;
        }
      }
    }
    return new Gap(missing, lost);
  }

  private static boolean diedWithProcess(Entry entry, long ringNs) {
    AppLife app = entry.request.app();
    return app.killed() && entry.answeredNs - app.killedNs() >= -ringNs;
  }

  /** Everything so far is dealt with: later steps are judged by what comes from now on. */
  synchronized void settle() {
    open.values()
        .removeIf(
            entry -> {
              if (entry.over) {
                (entry.arrived ? arrivedBefore : givenUp).add(entry.request.traceId());
              }
              return entry.over;
            });
  }

  /** One request that is missing, to look for in the logs. */
  synchronized @Nullable String example(long ringNs) {
    for (Entry entry : open.values()) {
      if (entry.answered && !entry.arrived && !diedWithProcess(entry, ringNs)) {
        return entry.request.traceId() + " " + entry.request.path();
      }
    }
    return null;
  }

  synchronized Sums sums() {
    return new Sums(
        sent, answered, cutByKill, failed, wrongDecisions, delivered, repeated, late, foreign);
  }

  /** The first failed or wrongly decided requests, in words. */
  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }
}
