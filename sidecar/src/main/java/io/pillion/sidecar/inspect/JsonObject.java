package io.pillion.sidecar.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that another process sent. What is missing, or of another kind than was asked for,
 * reads as empty: the process may be of another version.
 */
final class JsonObject {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonObject EMPTY = new JsonObject(Map.of());

  private final Map<String, Object> members;

  private JsonObject(Map<String, Object> members) {
    this.members = members;
  }

  /**
   * Reads one.
   *
   * @throws IOException if the text is not JSON, or not an object
   */
  static JsonObject parse(byte[] text) throws IOException {
    try (JsonParser json = FACTORY.createParser(text)) {
      if (json.nextToken() == JsonToken.START_OBJECT
          && value(json) instanceof JsonObject object
          && json.nextToken() == null) {
        return object;
      }
      throw new IOException("not one JSON object");
    } catch (JsonProcessingException e) {
      throw new IOException(e.getOriginalMessage(), e);
    }
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  String text(String name) {
    return members.get(name) instanceof String text ? text : "";
  }

  long number(String name) {
    return members.get(name) instanceof Number number ? number.longValue() : 0;
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(members.get(name));
  }

  JsonObject object(String name) {
    return members.get(name) instanceof JsonObject object ? object : EMPTY;
  }

  List<JsonObject> objects(String name) {
    return elements(name, JsonObject.class);
  }

  List<String> texts(String name) {
    return elements(name, String.class);
  }

  /** The members that are numbers. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    members.forEach(
        (name, value) -> {
          if (value instanceof Number number) {
            counts.put(name, number.longValue());
          }
        });
    return counts;
  }

  private <T> List<T> elements(String name, Class<T> kind) {
    return members.get(name) instanceof List<?> list
        ? list.stream().filter(kind::isInstance).map(kind::cast).toList()
        : List.of();
  }

  /** The value at the parser's place; null for null. The parser bounds how deep it may nest. */
  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static JsonObject object(JsonParser json) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      Object value = value(json);
      if (value != null) {
        members.put(name, value);
      }
    }
    return new JsonObject(members);
  }

  private static List<Object> array(JsonParser json) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Object value = value(json);
      if (value != null) {
        elements.add(value);
      }
    }
    return elements;
  }
}
