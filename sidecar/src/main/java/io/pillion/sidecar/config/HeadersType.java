package io.pillion.sidecar.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Extra request headers: a mapping in the file, {@code name=value,name=value} with percent-encoded
 * values in the environment. Messages never hold a value: they are secrets as a rule.
 */
final class HeadersType implements ValueType<Map<String, String>> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");
  private static final String VALUE_IN_SCHEMA = "^" + VALUE.pattern() + "$";
  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "content-length",
          "content-type",
          "content-encoding",
          "transfer-encoding",
          "expect",
          "upgrade");

  @Override
  public String form() {
    return "a mapping of header names to values";
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of(
        "type",
        "object",
        "propertyNames",
        Map.of("pattern", "^" + NAME.pattern() + "$", "not", Map.of("pattern", oursInAnyCase())),
        "additionalProperties",
        Map.of("type", List.of("string", "number", "boolean"), "pattern", VALUE_IN_SCHEMA));
  }

  /** Patterns of JSON Schema have no flag for this. */
  private static String oursInAnyCase() {
    return OURS.stream()
        .sorted()
        .map(HeadersType::inAnyCase)
        .collect(Collectors.joining("|", "^(", ")$"));
  }

  private static String inAnyCase(String name) {
    return name.chars()
        .mapToObj(
            c ->
                Character.isLetter(c)
                    ? "["
                        + Character.toString(Character.toUpperCase(c))
                        + Character.toString(c)
                        + "]"
                    : Character.toString(c))
        .collect(Collectors.joining());
  }

  @Override
  public boolean takesMapping() {
    return true;
  }

  @Override
  public Map<String, String> parse(String text) throws InvalidValueException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (text.isBlank()) {
      return headers;
    }
    for (String member : text.split(",", -1)) {
      int equals = member.indexOf('=');
      if (equals <= 0) {
        throw new InvalidValueException("not a list of headers; write name=value,name=value");
      }
      String name = member.substring(0, equals).strip();
      if (headers.put(name, decoded(name, member.substring(equals + 1).strip())) != null) {
        throw new InvalidValueException("header given twice: " + name);
      }
    }
    return parseMapping(headers);
  }

  @Override
  public Map<String, String> parseMapping(Map<String, String> mapping)
      throws InvalidValueException {
    for (Map.Entry<String, String> header : mapping.entrySet()) {
      String name = header.getKey();
      if (!NAME.matcher(name).matches()) {
        throw new InvalidValueException("not a header name: " + name);
      }
      if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
        throw new InvalidValueException("header is set by the sidecar: " + name + "; remove it");
      }
      if (!VALUE.matcher(header.getValue()).matches()) {
        throw new InvalidValueException(
            "header value has characters that HTTP forbids: name=" + name);
      }
    }
    return Collections.unmodifiableMap(new LinkedHashMap<>(mapping));
  }

  private static String decoded(String name, String value) throws InvalidValueException {
    try {
      // '+' is a plus in baggage, and a space for URLDecoder.
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("bad percent-encoding in the value of header " + name);
    }
  }
}
