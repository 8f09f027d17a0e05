package io.pillion.agent.http;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records headers that the operator named, as lists of strings.
 *
 * <p>A header that carries credentials is recorded only where it is named itself; where a pattern
 * meets it, it says {@code REDACTED}. URLs in values lose what they lose elsewhere. Number and
 * length are bounded, for a span has to fit a record: what is beyond is left out.
 *
 * <p><b>Threading.</b> Immutable; {@link #read} on the thread that has the headers.
 */
final class HeaderCapture {
  static final int MOST_HEADERS = 32;
  static final int MOST_VALUES = 8;
  static final int LONGEST_VALUE = 512;
  static final int LONGEST_NAME = 100;
  static final int MOST_CHARACTERS = 4_096;

  private static final List<String> REDACTED = Collections.singletonList("REDACTED");
  private static final String[] SENSITIVE = {
    "authorization",
    "authentication",
    "authenticate",
    "cookie",
    "token",
    "secret",
    "password",
    "passwd",
    "credential",
    "signature",
    "session",
    "assertion",
    "api-key",
    "apikey",
    "api_key",
    "access-key",
    "private-key",
    "jwt",
    "csrf",
    "xsrf",
    "client-cert",
    "-key",
    "hmac",
    "x-auth"
  };

  /** Their values may be URLs without a scheme; any other value is one if it has a scheme. */
  private static final Set<String> URLS =
      Set.of(
          "location",
          "content-location",
          "referer",
          "referrer",
          "refresh",
          "link",
          "destination",
          "x-original-url",
          "x-original-uri",
          "x-rewrite-url",
          "x-request-uri",
          "x-forwarded-uri",
          "x-forwarded-url");

  private final String prefix;
  private final Redaction redaction;
  private final String[] names;
  private final String[] keys;
  private final Patterns patterns;

  private HeaderCapture(String prefix, List<String> named, Redaction redaction) {
    List<String> exact = new ArrayList<>();
    List<String> globs = new ArrayList<>();
    for (String name : named) {
      (name.indexOf('*') < 0 ? exact : globs).add(name);
    }
    this.prefix = prefix;
    this.redaction = redaction;
    this.names = exact.toArray(new String[0]);
    this.keys = new String[names.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = prefix + names[i];
    }
    this.patterns = Patterns.exactly(globs);
  }

  /**
   * Captures headers of requests.
   *
   * @param named names and patterns in lower case
   * @param redaction of URLs in values
   * @return null if none is named
   */
  static @Nullable HeaderCapture ofRequests(List<String> named, Redaction redaction) {
    return named.isEmpty() ? null : new HeaderCapture("http.request.header.", named, redaction);
  }

  /** The same for headers of responses. */
  static @Nullable HeaderCapture ofResponses(List<String> named, Redaction redaction) {
    return named.isEmpty() ? null : new HeaderCapture("http.response.header.", named, redaction);
  }

  /** A header as it is recorded. */
  record Captured(String key, List<String> values) {}

  /** Copies what is recorded of them. What throws is counted and left out, with what follows. */
  List<Captured> read(HttpHeaders headers) {
    Reading reading = new Reading(headers, redaction);
    try {
      for (int i = 0; i < names.length; i++) {
        if (headers.header(names[i]) != null) {
          reading.add(keys[i], names[i], URLS.contains(names[i]));
        }
      }
      if (!patterns.isEmpty()) {
        readMatching(headers, reading);
      }
    } catch (Throwable e) {
      Agent.adviceFailed(e);
    }
    return reading.captured;
  }

  private void readMatching(HttpHeaders headers, Reading reading) {
    for (String given : headers.headerNames()) {
      if (reading.isFull()) {
        return;
      }
      if (given == null || given.length() > LONGEST_NAME) {
        continue;
      }
      String name = given.toLowerCase(Locale.ROOT);
      if (patterns.match(name)) {
        String key = prefix + name;
        if (reading.has(key)) {
          continue;
        }
        if (isSensitive(name)) {
          reading.captured.add(new Captured(key, REDACTED));
        } else {
          reading.add(key, given, URLS.contains(name));
        }
      }
    }
  }

  private static boolean isSensitive(String name) {
    for (String part : SENSITIVE) {
      if (name.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private static final class Reading {
    final List<Captured> captured = new ArrayList<>(4);
    private final HttpHeaders headers;
    private final Redaction redaction;
    private int characters;

    Reading(HttpHeaders headers, Redaction redaction) {
      this.headers = headers;
      this.redaction = redaction;
    }

    boolean isFull() {
      return captured.size() >= MOST_HEADERS || characters >= MOST_CHARACTERS;
    }

    boolean has(String key) {
      for (Captured header : captured) {
        if (header.key.equals(key)) {
          return true;
        }
      }
      return false;
    }

    void add(String key, String name, boolean isUrl) {
      List<String> values = new ArrayList<>(1);
      for (String value : headers.headers(name)) {
        if (values.size() == MOST_VALUES || isFull()) {
          break;
        }
        if (value != null) {
          String safe = isUrl || value.contains("://") ? redaction.urls(value) : value;
          int longest = Math.min(LONGEST_VALUE, MOST_CHARACTERS - characters);
          String kept = safe.length() <= longest ? safe : safe.substring(0, longest);
          characters += kept.length();
          values.add(kept);
        }
      }
      if (!values.isEmpty()) {
        captured.add(new Captured(key, values));
      }
    }
  }
}
