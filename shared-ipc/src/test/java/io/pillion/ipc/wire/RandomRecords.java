package io.pillion.ipc.wire;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Records of all shapes, the same for the same seed. */
final class RandomRecords {
  private RandomRecords() {}

  static SpanRecord span(Random random, long sequence) {
    List<SpanRecord.Attribute> attributes = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      attributes.add(new SpanRecord.Attribute("key" + random.nextInt(3000), value(random)));
    }
    List<SpanRecord.Event> events = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      List<SpanRecord.Attribute> of = new ArrayList<>();
      for (int j = random.nextInt(3); j > 0; j--) {
        of.add(new SpanRecord.Attribute("event.key" + random.nextInt(9), value(random)));
      }
      events.add(new SpanRecord.Event(random.nextLong(), text(random), of));
    }
    return new SpanRecord(
        sequence,
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextInt(),
        any(random, SpanRecord.Kind.values()),
        any(random, SpanRecord.Status.values()),
        random.nextBoolean() ? null : text(random),
        random.nextLong(),
        random.nextLong(),
        text(random),
        text(random),
        random.nextBoolean() ? null : text(random),
        attributes,
        events,
        random.nextBoolean() ? null : text(random),
        links(random),
        new SpanRecord.Dropped(random.nextInt(3), random.nextInt(), 0));
  }

  private static List<SpanRecord.Link> links(Random random) {
    List<SpanRecord.Link> links = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      links.add(
          new SpanRecord.Link(
              random.nextLong(),
              random.nextLong(),
              random.nextLong(),
              random.nextInt(),
              random.nextBoolean() ? null : text(random),
              List.of(new SpanRecord.Attribute("link.key", value(random)))));
    }
    return links;
  }

  static void encode(RecordEncoder encoder, SpanRecord span) {
    encoder.beginSpan(
        span.traceIdHigh(),
        span.traceIdLow(),
        span.spanId(),
        span.parentSpanId(),
        span.flags(),
        span.kind(),
        span.status(),
        span.startEpochNanos(),
        span.endEpochNanos(),
        span.name(),
        span.scopeName());
    encoder.traceState(span.traceState());
    encoder.statusMessage(span.statusMessage());
    for (SpanRecord.Attribute attribute : span.attributes()) {
      encode(encoder, attribute);
    }
    for (SpanRecord.Event event : span.events()) {
      encoder.event(event.epochNanos(), event.name());
      for (SpanRecord.Attribute attribute : event.attributes()) {
        encoder.eventAttributeOf(attribute.key(), attribute.value());
      }
    }
    encoder.scopeVersion(span.scopeVersion());
    for (SpanRecord.Link link : span.links()) {
      encoder.link(
          link.traceIdHigh(), link.traceIdLow(), link.spanId(), link.flags(), link.traceState());
      for (SpanRecord.Attribute attribute : link.attributes()) {
        encoder.linkAttributeOf(attribute.key(), attribute.value());
      }
    }
    if (!span.dropped().equals(SpanRecord.Dropped.NOTHING)) {
      encoder.dropped(span.dropped().attributes(), span.dropped().events(), span.dropped().links());
    }
  }

  private static void encode(RecordEncoder encoder, SpanRecord.Attribute attribute) {
    if (attribute.value() instanceof Long value) {
      encoder.attribute(attribute.key(), value.longValue());
    } else if (attribute.value() instanceof Double value) {
      encoder.attribute(attribute.key(), value.doubleValue());
    } else if (attribute.value() instanceof Boolean value) {
      encoder.attribute(attribute.key(), value.booleanValue());
    } else if (attribute.value() instanceof List<?> values) {
      encoder.attributeOf(attribute.key(), values);
    } else if (attribute.key().hashCode() % 2 == 0) {
      encoder.attributeOfFew(attribute.key(), (String) attribute.value());
    } else {
      encoder.attribute(attribute.key(), (String) attribute.value());
    }
  }

  static MetricRecord metric(Random random, long sequence) {
    MetricRecord.Kind kind = any(random, MetricRecord.Kind.values());
    List<Double> bounds = new ArrayList<>();
    if (kind == MetricRecord.Kind.HISTOGRAM) {
      for (int i = random.nextInt(5); i > 0; i--) {
        bounds.add(random.nextDouble());
      }
    }
    List<MetricRecord.Point> points = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      List<SpanRecord.Attribute> attributes = new ArrayList<>();
      for (int j = random.nextInt(3); j > 0; j--) {
        Object value = random.nextBoolean() ? (Object) text(random) : (Object) true;
        attributes.add(new SpanRecord.Attribute("point.key" + random.nextInt(9), value));
      }
      points.add(new MetricRecord.Point(number(random, kind, bounds.size() + 1), attributes));
    }
    return new MetricRecord(
        sequence,
        kind,
        random.nextLong(),
        random.nextLong(),
        text(random),
        text(random),
        text(random),
        random.nextBoolean() ? null : text(random),
        bounds,
        points);
  }

  private static Object number(Random random, MetricRecord.Kind kind, int buckets) {
    if (kind == MetricRecord.Kind.HISTOGRAM) {
      return new MetricRecord.Distribution(
          random.nextLong(),
          random.nextDouble(),
          random.nextDouble(),
          random.nextDouble(),
          random.longs(buckets).boxed().toList());
    }
    return random.nextBoolean() ? (Object) random.nextLong() : (Object) random.nextDouble();
  }

  static void encode(RecordEncoder encoder, MetricRecord metric) {
    encoder.beginMetric(
        metric.kind(),
        metric.epochNanos(),
        metric.startEpochNanos(),
        metric.name(),
        metric.unit(),
        metric.scopeName(),
        metric.description(),
        metric.bounds().isEmpty()
            ? null
            : metric.bounds().stream().mapToDouble(Double::doubleValue).toArray());
    for (MetricRecord.Point point : metric.points()) {
      if (point.value() instanceof MetricRecord.Distribution of) {
        encoder.point(
            of.count(),
            of.sum(),
            of.min(),
            of.max(),
            of.buckets().stream().mapToLong(Long::longValue).toArray());
      } else if (point.value() instanceof Long value) {
        encoder.point(value.longValue());
      } else {
        encoder.point(((Double) point.value()).doubleValue());
      }
      for (SpanRecord.Attribute attribute : point.attributes()) {
        if (attribute.value() instanceof Boolean truth) {
          encoder.pointAttribute(attribute.key(), truth.booleanValue());
        } else {
          encoder.pointAttribute(attribute.key(), (String) attribute.value());
        }
      }
    }
  }

  static LogRecord log(Random random, long sequence) {
    List<SpanRecord.Attribute> attributes = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      attributes.add(new SpanRecord.Attribute("key" + random.nextInt(3000), value(random)));
    }
    return new LogRecord(
        sequence,
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextInt(),
        random.nextInt(256),
        random.nextBoolean() ? null : text(random),
        text(random),
        random.nextBoolean() ? null : text(random),
        attributes);
  }

  static void encode(RecordEncoder encoder, LogRecord log) {
    encoder.beginLog(
        log.epochNanos(),
        log.traceIdHigh(),
        log.traceIdLow(),
        log.spanId(),
        log.flags(),
        log.severity(),
        log.severityText(),
        log.loggerName(),
        log.body());
    for (SpanRecord.Attribute attribute : log.attributes()) {
      encode(encoder, attribute);
    }
  }

  static CheckRequest.Of check(Random random) {
    return new CheckRequest.Of(
        text(random),
        random.nextBoolean() ? null : text(random),
        random.nextInt(),
        text(random),
        random.nextBoolean() ? null : text(random),
        random.nextBoolean() ? null : text(random));
  }

  static Decision decision(Random random) {
    return new Decision(
        any(random, Decision.Reason.values()),
        random.nextBoolean() ? null : text(random),
        random.nextLong(),
        random.nextInt());
  }

  static <T> T any(Random random, T[] all) {
    return all[random.nextInt(all.length)];
  }

  private static Object value(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextDouble();
      case 2 -> random.nextBoolean();
      case 3 -> List.of(text(random), "", text(random));
      case 4 -> List.of(random.nextLong(), random.nextLong());
      case 5 -> List.of(random.nextDouble());
      case 6 -> List.of(random.nextBoolean(), true, false);
      default -> text(random);
    };
  }

  private static String text(Random random) {
    String base = random.nextInt(20) == 0 ? "long-€-".repeat(100) : "t-é😀-";
    return base + random.nextInt(random.nextBoolean() ? 10 : 100_000);
  }
}
