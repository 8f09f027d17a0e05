package io.pillion.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.config.AgentConfig;
import io.pillion.agent.config.AgentLog;
import io.pillion.agent.config.LogLevel;
import io.pillion.agent.policy.PolicyGate;
import io.pillion.agent.policy.SidecarChecks;
import io.pillion.agent.telemetry.Propagation;
import io.pillion.agent.telemetry.Sampler;
import io.pillion.agent.telemetry.SpanStart;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.RecordDecoder;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.RecordFormatException;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tracing whose items are kept, and read as the sidecar would read them. */
final class Recording {
  final List<TelemetryItem> items = new CopyOnWriteArrayList<>();
  final PolicyGate gate;
  final HttpTracing tracing;

  private Recording(@Nullable Decision answer, HttpSettings settings) {
    gate = new PolicyGate(false, 1, new AgentLog(LogLevel.OFF));
    gate.policy(null);
    tracing =
        new HttpTracing(
            answering(answer),
            items::add,
            gate,
            new Propagation(Set.of("tracecontext", "baggage")),
            new SpanStart(Sampler.of("parentbased_always_on", 1)),
            settings);
  }

  /** No sidecar and no policy. */
  static Recording alone() {
    return new Recording(null, HttpSettings.DEFAULT);
  }

  /** No sidecar and no policy, and settings as the environment would give them. */
  static Recording with(Map<String, String> environment) {
    return new Recording(null, settings(environment));
  }

  /** A sidecar that has one answer for all, and settings. */
  static Recording answered(Decision answer, Map<String, String> environment) {
    return new Recording(answer, settings(environment));
  }

  private static HttpSettings settings(Map<String, String> environment) {
    AgentConfig config = AgentConfig.read(null, new Properties(), environment);
    assertThat(config.problems()).isEmpty();
    return new HttpSettings(config.http());
  }

  /** A sidecar that has one answer for all. */
  static Recording answered(Decision answer) {
    return new Recording(answer, HttpSettings.DEFAULT);
  }

  private static SidecarChecks answering(@Nullable Decision answer) {
    return new SidecarChecks() {
      @Override
      public long policyRevision() {
        return answer == null ? 0 : answer.revision();
      }

      @Override
      public @Nullable Decision ask(CheckRequest request, long timeoutNs) {
        return answer;
      }
    };
  }

  /** The only item, as the sidecar reads it. */
  SpanRecord span() {
    assertThat(items).hasSize(1);
    return (SpanRecord) decoded(items.get(0));
  }

  static TelemetryEvent decoded(TelemetryItem item) {
    RecordEncoder encoder = new RecordEncoder();
    item.encodeTo(encoder);
    try {
      TelemetryEvent event = new RecordDecoder().decode(encoder.finish(1));
      assertThat(event).isNotNull();
      return event;
    } catch (RecordFormatException e) {
      throw new AssertionError(e);
    }
  }

  static Map<String, Object> attributes(List<SpanRecord.Attribute> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(SpanRecord.Attribute::key, SpanRecord.Attribute::value));
  }

  static Map<String, Object> attributes(SpanRecord span) {
    return attributes(span.attributes());
  }
}
