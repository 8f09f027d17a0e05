package io.pillion.sidecar.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON Schema of the settings file, from the same table that the loader uses, for
 * editors and for checks before a file is rolled out.
 *
 * <p>What no schema can tell is left to {@code validate}: bounds of durations and sizes, settings
 * that contradict each other, duplicate keys.
 */
public final class ConfigSchema {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  /** One level of the file. */
  private static final class Level {
    private final Map<String, ConfigKey<?>> settings = new LinkedHashMap<>();
    private final Map<String, Level> below = new LinkedHashMap<>();
  }

  private ConfigSchema() {}

  /** The schema, draft 2020-12, in lines. */
  public static String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(lines());
      json.writeStartObject();
      json.writeStringField("$schema", DIALECT);
      json.writeStringField("title", "Configuration of the Pillion sidecar");
      writeLevel(json, levels());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return text + "\n";
  }

  private static DefaultPrettyPrinter lines() {
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
        .withObjectIndenter(new DefaultIndenter("  ", "\n"));
  }

  private static Level levels() {
    Level top = new Level();
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      Level level = top;
      String rest = key.name();
      for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
        level = level.below.computeIfAbsent(rest.substring(0, dot), name -> new Level());
        rest = rest.substring(dot + 1);
      }
      level.settings.put(rest, key);
    }
    return top;
  }

  /** A level without anything in it, as it stands when all is commented out, is null. */
  private static void writeLevel(JsonGenerator json, Level level) throws IOException {
    writeField(json, "type", List.of("object", "null"));
    json.writeBooleanField("additionalProperties", false);
    json.writeObjectFieldStart("properties");
    for (Map.Entry<String, ConfigKey<?>> setting : level.settings.entrySet()) {
      json.writeObjectFieldStart(setting.getKey());
      writeSetting(json, setting.getValue());
      json.writeEndObject();
    }
    for (Map.Entry<String, Level> below : level.below.entrySet()) {
      json.writeObjectFieldStart(below.getKey());
      writeLevel(json, below.getValue());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeSetting(JsonGenerator json, ConfigKey<?> key) throws IOException {
    json.writeStringField("description", description(key));
    // In the order of their names, so that the text is the same each time.
    for (Map.Entry<String, Object> keyword : new TreeMap<>(key.type().schema()).entrySet()) {
      writeField(json, keyword.getKey(), keyword.getValue());
    }
    Object defaultValue = defaultOf(key);
    if (defaultValue != null) {
      writeField(json, "default", defaultValue);
    }
  }

  private static String description(ConfigKey<?> key) {
    String bounds = key.type().bounds();
    return key.description()
        + "\n\nValue: "
        + key.form()
        + (bounds.isEmpty() ? "" : ", " + bounds)
        + "\nEnvironment: `"
        + key.environmentName()
        + "`";
  }

  private static @Nullable Object defaultOf(ConfigKey<?> key) {
    String text = key.defaultText();
    if (text == null) {
      return null;
    }
    if (key.type().takesMapping()) {
      return Map.of();
    }
    if ("integer".equals(key.type().schema().get("type"))) {
      return Long.valueOf(text);
    }
    return text;
  }

  private static void writeField(JsonGenerator json, String name, Object value) throws IOException {
    json.writeFieldName(name);
    writeValue(json, value);
  }

  private static void writeValue(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      Map<String, Object> inOrder = new TreeMap<>();
      map.forEach((name, member) -> inOrder.put(String.valueOf(name), member));
      for (Map.Entry<String, Object> member : inOrder.entrySet()) {
        writeField(json, member.getKey(), member.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        writeValue(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(String.valueOf(value));
    }
  }
}
