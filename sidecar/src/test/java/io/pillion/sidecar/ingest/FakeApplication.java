package io.pillion.sidecar.ingest;

import io.pillion.ipc.AgentLink;
import io.pillion.ipc.AgentLinkConfig;
import io.pillion.ipc.AgentLinkListener;
import io.pillion.ipc.PolicyPage;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.wire.DecisionRecord;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An application of this JVM that offers spans through a real link. */
public final class FakeApplication implements AutoCloseable {
  public final AgentLink link;

  /** Starts one in that shared directory. */
  public FakeApplication(Path directory, String service) {
    link =
        new AgentLink(
            new AgentLinkConfig(
                directory, Map.of("service.name", service), 4096, 256 * 1024, 4 << 20),
            new SilentListener());
    link.start();
  }

  /** Offers spans with these ids. */
  public void offer(long from, long to) {
    offer(from, to, SpanRecord.SAMPLED);
  }

  /** Offers spans that are only counted. */
  void offerNotSampled(long from, long to) {
    offer(from, to, 0);
  }

  /** Offers spans of requests served that are only counted. */
  void offerRequestsNotSampled(long from, long to) {
    offer(from, to, 0, "io.pillion.http-server");
  }

  /** Offers a log record. */
  void offerLog(String body) {
    if (!link.offer(new Log(body))) {
      throw new AssertionError("ring is too small for this test");
    }
  }

  private void offer(long from, long to, int flags) {
    offer(from, to, flags, "test");
  }

  private void offer(long from, long to, int flags, String scope) {
    for (long id = from; id <= to; id++) {
      if (!link.offer(new Span(id, flags, scope))) {
        throw new AssertionError("ring is too small for this test");
      }
    }
  }

  /** Ends as a process does that ends in order. */
  @Override
  public void close() {
    link.settle();
    link.close();
  }

  private record Log(String body) implements TelemetryItem {
    @Override
    public boolean important() {
      return false;
    }

    @Override
    public boolean isSpan() {
      return false;
    }

    @Override
    public void encodeTo(RecordEncoder encoder) {
      encoder.beginLog(10, 0, 0, 0, 0, 13, "WARN", "shop.Cart", body);
    }
  }

  private record Span(long id, int flags, String scope) implements TelemetryItem {
    @Override
    public boolean important() {
      return true;
    }

    @Override
    public boolean isSpan() {
      return true;
    }

    @Override
    public void encodeTo(RecordEncoder encoder) {
      encoder.beginSpan(
          1,
          2,
          id,
          0,
          flags,
          SpanRecord.Kind.SERVER,
          SpanRecord.Status.UNSET,
          10,
          20,
          "GET /stock",
          scope);
    }
  }

  private static final class SilentListener implements AgentLinkListener {
    @Override
    public void policy(PolicyPage.@Nullable Content content) {}

    @Override
    public void policyUnreadable(String problem) {}

    @Override
    public void sidecar(boolean present) {}

    @Override
    public void failed(String problem) {}

    @Override
    public long decisions(DecisionRecord.Source source, boolean allowed) {
      return 0;
    }

    @Override
    public void removedUnread(int sessions, long records) {}

    @Override
    public long adviceFailures() {
      return 0;
    }
  }
}
