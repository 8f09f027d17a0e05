package io.pillion.agent.span;

import io.pillion.agent.bootstrap.SpanHandle;
import io.pillion.agent.bootstrap.SpanIdentity;
import io.pillion.agent.telemetry.Failure;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an application added to a span, within OpenTelemetry's default limits and one on the memory
 * of it all. What is beyond is left out and counted; long text is cut.
 *
 * <p><b>Threading.</b> Any thread, until {@link #freeze}; nothing changes after it.
 */
public final class SpanContent {
  static final int MOST = 128;
  static final int LONGEST_TEXT = 8_192;

  /** Of all text and numbers together, so that a forgotten span cannot hold more. */
  static final int MOST_CHARACTERS = 48_000;

  private static final int LONGEST_NAME = 1_024;
  private static final int NUMBER_CHARACTERS = 8;
  private static final int MOST_BYTES_PER_CHARACTER = 3;
  private static final int ITEM_BYTES = 64;
  private static final int ELEMENT_BYTES = 3;

  private record Event(long epochNanos, String name, Map<String, Object> attributes) {}

  private record Link(SpanIdentity other, Map<String, Object> attributes) {}

  private final Object lock = new Object();
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private int characters;
  private int droppedAttributes;
  private int droppedEvents;
  private int droppedLinks;
  private int status = SpanHandle.UNSET;
  private @Nullable String statusDescription;
  private @Nullable String name;
  private boolean frozen;

  /** Sets an attribute, in place of an earlier value. Null and empty keys are ignored. */
  public void attribute(@Nullable String key, @Nullable Object value) {
    if (key == null || key.isEmpty() || value == null) {
      return;
    }
    Object kept = kept(value);
    int size = key.length() + size(kept);
    synchronized (lock) {
      if (frozen) {
        return;
      }
      Object before = attributes.get(key);
      int sizeBefore = before == null ? 0 : key.length() + size(before);
      if ((before == null && attributes.size() == MOST) || !takes(size - sizeBefore)) {
        droppedAttributes++;
      } else {
        attributes.put(key, kept);
      }
    }
  }

  /** Adds an event, whose attributes come as key and value in turn. */
  public void event(@Nullable String eventName, long epochNanos, Object[] keysAndValues) {
    String kept = eventName == null ? "" : cut(eventName, LONGEST_NAME);
    Event event = new Event(epochNanos, kept, pairs(keysAndValues));
    if (!add(event)) {
      dropEvent();
    }
  }

  /** Adds an event that describes an exception; what the application says of it counts more. */
  public void exception(Throwable error, long epochNanos, Object[] keysAndValues) {
    Failure failure = Failure.of(error);
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("exception.type", failure.type());
    if (failure.message() != null) {
      described.put("exception.message", failure.message());
    }
    described.put("exception.stacktrace", failure.stackTrace());
    described.putAll(pairs(keysAndValues));
    Event event = new Event(epochNanos, "exception", described);
    if (!add(event)) {
      described.remove("exception.stacktrace");
      if (!add(event)) {
        dropEvent();
      }
    }
  }

  /** False if there is no room for it. */
  private boolean add(Event event) {
    int size = event.name.length() + size(event.attributes);
    synchronized (lock) {
      return frozen || (events.size() < MOST && takes(size) && events.add(event));
    }
  }

  private void dropEvent() {
    synchronized (lock) {
      droppedEvents += frozen ? 0 : 1;
    }
  }

  /** Adds a link, whose attributes come as key and value in turn. */
  public void link(SpanIdentity other, Object[] keysAndValues) {
    Link link = new Link(other, pairs(keysAndValues));
    String state = other.traceState();
    int size = size(link.attributes) + (state == null ? 0 : state.length()) + NUMBER_CHARACTERS;
    synchronized (lock) {
      if (frozen) {
        return;
      }
      if (links.size() == MOST || !takes(size)) {
        droppedLinks++;
      } else {
        links.add(link);
      }
    }
  }

  /** Sets the status: OK is final, UNSET is ignored. */
  public void status(int code, @Nullable String description) {
    synchronized (lock) {
      if (frozen
          || status == SpanHandle.OK
          || (code != SpanHandle.OK && code != SpanHandle.ERROR)) {
        return;
      }
      status = code;
      statusDescription =
          code != SpanHandle.ERROR || description == null || description.isEmpty()
              ? null
              : cut(description, LONGEST_TEXT);
    }
  }

  /** Gives the span another name. Null is ignored. */
  public void rename(@Nullable String newName) {
    synchronized (lock) {
      if (!frozen && newName != null) {
        name = cut(newName, LONGEST_NAME);
      }
    }
  }

  /** Ends all changes; what was added is then visible to the caller. */
  public void freeze() {
    synchronized (lock) {
      frozen = true;
    }
  }

  /** The application's name for the span; null if it gave none. To be called once frozen. */
  public @Nullable String name() {
    return name;
  }

  /** The application's status, or else {@code otherwise}. To be called once frozen. */
  public SpanRecord.Status status(SpanRecord.Status otherwise) {
    return switch (status) {
      case SpanHandle.OK -> SpanRecord.Status.OK;
      case SpanHandle.ERROR -> SpanRecord.Status.ERROR;
      default -> otherwise;
    };
  }

  /** Whether the application says that the span failed. */
  public boolean isError() {
    synchronized (lock) {
      return status == SpanHandle.ERROR;
    }
  }

  /**
   * Encodes everything but name and status, as far as the record has room. To be called once
   * frozen.
   *
   * @param own which keys to leave out, since whoever began the record writes them
   */
  public void encodeTo(RecordEncoder encoder, Predicate<String> own) {
    encoder.statusMessage(statusDescription);
    int missingAttributes = droppedAttributes;
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      if (own.test(attribute.getKey())) {
        continue;
      }
      if (fits(encoder, bytes(attribute.getKey(), attribute.getValue()))) {
        encoder.attributeOf(attribute.getKey(), attribute.getValue());
      } else {
        missingAttributes++;
      }
    }
    int missingEvents = droppedEvents + encodeEvents(encoder);
    int missingLinks = droppedLinks + encodeLinks(encoder);
    if ((missingAttributes | missingEvents | missingLinks) != 0) {
      encoder.dropped(missingAttributes, missingEvents, missingLinks);
    }
  }

  private int encodeEvents(RecordEncoder encoder) {
    int missing = 0;
    for (Event event : events) {
      if (!fits(encoder, bytes(event.name, "") + bytes(event.attributes))) {
        missing++;
        continue;
      }
      encoder.event(event.epochNanos, event.name);
      event.attributes.forEach(encoder::eventAttributeOf);
    }
    return missing;
  }

  private int encodeLinks(RecordEncoder encoder) {
    int missing = 0;
    for (Link link : links) {
      String state = link.other.traceState();
      if (!fits(encoder, bytes(state == null ? "" : state, "") + bytes(link.attributes))) {
        missing++;
        continue;
      }
      encoder.link(
          HexIds.traceIdHigh(link.other),
          HexIds.traceIdLow(link.other),
          HexIds.spanId(link.other),
          link.other.flags() | (link.other.remote() ? SpanRecord.PARENT_IS_REMOTE : 0),
          state);
      link.attributes.forEach(encoder::linkAttributeOf);
    }
    return missing;
  }

  /** Whether there is room for it and for the count of what is missing. */
  private static boolean fits(RecordEncoder encoder, int bytes) {
    return bytes + ITEM_BYTES <= encoder.remainingBytes();
  }

  private static int bytes(Map<String, Object> all) {
    int bytes = 0;
    for (Map.Entry<String, Object> one : all.entrySet()) {
      bytes += bytes(one.getKey(), one.getValue());
    }
    return bytes;
  }

  private static int bytes(String key, Object value) {
    int elements = value instanceof List<?> list ? list.size() : 0;
    return ITEM_BYTES
        + MOST_BYTES_PER_CHARACTER * (key.length() + size(value))
        + ELEMENT_BYTES * elements;
  }

  private boolean takes(int size) {
    if (size > MOST_CHARACTERS - characters) {
      return false;
    }
    characters += size;
    return true;
  }

  private static Map<String, Object> pairs(Object[] keysAndValues) {
    Map<String, Object> pairs = new LinkedHashMap<>();
    for (int i = 0; i + 1 < keysAndValues.length && pairs.size() < MOST; i += 2) {
      if (keysAndValues[i] instanceof String key
          && !key.isEmpty()
          && keysAndValues[i + 1] != null) {
        pairs.put(key, kept(keysAndValues[i + 1]));
      }
    }
    return pairs;
  }

  /** The value as the wire has it: cut, copied, and of one type. */
  private static Object kept(Object value) {
    if (value instanceof String text) {
      return cut(text, LONGEST_TEXT);
    }
    if (value instanceof List<?> list) {
      return keptList(list);
    }
    if (value instanceof Long || value instanceof Double || value instanceof Boolean) {
      return value;
    }
    return cut(String.valueOf(value), LONGEST_TEXT);
  }

  private static List<Object> keptList(List<?> list) {
    List<Object> kept = new ArrayList<>(Math.min(list.size(), MOST));
    Class<?> type = null;
    for (Object element : list) {
      if (element == null || kept.size() * NUMBER_CHARACTERS > MOST_CHARACTERS) {
        continue;
      }
      Object one = element instanceof List<?> ? String.valueOf(element) : kept(element);
      type = type == null ? one.getClass() : type;
      if (one.getClass() == type) {
        kept.add(one);
      }
    }
    return kept;
  }

  private static int size(Map<String, Object> all) {
    int size = 0;
    for (Map.Entry<String, Object> one : all.entrySet()) {
      size += one.getKey().length() + size(one.getValue());
    }
    return size;
  }

  private static int size(Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    if (value instanceof List<?> list) {
      int size = 0;
      for (Object element : list) {
        size += size(element);
      }
      return size;
    }
    return NUMBER_CHARACTERS;
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
