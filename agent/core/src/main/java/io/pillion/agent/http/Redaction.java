package io.pillion.agent.http;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes credentials out of URLs before they are recorded: user and password of the authority, and
 * the values of parameters whose names say that they are secret, in query, path and fragment, and
 * in a URL that is itself a parameter.
 *
 * <p><b>Threading.</b> Immutable.
 */
final class Redaction {
  /** What the semantic conventions name, and what else is known to carry credentials. */
  static final List<String> DEFAULT =
      Collections.unmodifiableList(
          Arrays.asList(
              "awsaccesskeyid",
              "sig",
              "*signature*",
              "x-amz-*",
              "x-goog-*",
              "*token*",
              "*secret*",
              "*password*",
              "*passwd*",
              "*passphrase*",
              "key",
              "ticket",
              "pass",
              "pwd",
              "*api_key*",
              "*api-key*",
              "*apikey*",
              "*access_key*",
              "*private_key*",
              "*credential*",
              "*assertion*",
              "samlresponse",
              "auth",
              "*authorization*",
              "code",
              "jwt",
              "otp",
              "*sessionid*",
              "*session_id*"));

  private static final String REDACTED = "REDACTED";

  private final boolean queries;
  private final Patterns secrets;

  /**
   * Redacts by these rules.
   *
   * @param queries false to leave queries out altogether
   * @param secrets names and patterns of parameters, compared without case
   */
  Redaction(boolean queries, List<String> secrets) {
    this.queries = queries;
    this.secrets = Patterns.ignoringCase(secrets);
  }

  /** A URL without credentials; null stays null. */
  @Nullable String url(@Nullable String url) {
    if (url == null) {
      return null;
    }
    int end = 0;
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
      end++;
    }
    if (end == url.length()) {
      return path(withoutUser(url));
    }
    String address = path(withoutUser(url.substring(0, end)));
    return queries ? address + redacted(url.substring(end)) : address;
  }

  /** A text, such as a header's value, without the credentials of the URLs in it. */
  String urls(String text) {
    StringBuilder kept = null;
    int copied = 0;
    for (int scheme = text.indexOf("://"); scheme >= 0; scheme = text.indexOf("://", scheme + 1)) {
      int start = scheme + "://".length();
      int at = endOfUser(text, start);
      if (at >= start) {
        kept = kept == null ? new StringBuilder(text.length() + 16) : kept;
        kept.append(text, copied, start).append(REDACTED).append(':').append(REDACTED);
        copied = at;
      }
    }
    String withoutUsers = kept == null ? text : kept.append(text, copied, text.length()).toString();
    String redacted = url(withoutUsers);
    return redacted == null ? withoutUsers : redacted;
  }

  /** The index of the last at sign of an authority that begins there; -1 if it has none. */
  private static int endOfUser(String text, int start) {
    int at = -1;
    for (int i = start; i < text.length() && "/?# \t\"<>".indexOf(text.charAt(i)) < 0; i++) {
      at = text.charAt(i) == '@' ? i : at;
    }
    return at;
  }

  private static String withoutUser(String url) {
    int slashes = url.indexOf("//");
    if (slashes < 0) {
      return url;
    }
    int start = slashes + 2;
    int end = start;
    while (end < url.length() && url.charAt(end) != '/') {
      end++;
    }
    int at = url.lastIndexOf('@', end - 1);
    return at < start
        ? url
        : url.substring(0, start) + REDACTED + ':' + REDACTED + url.substring(at);
  }

  /** A path without the values of secret parameters, as in {@code ;jsessionid=...}. */
  String path(String path) {
    int semicolon = path.indexOf(';');
    if (semicolon < 0) {
      return path;
    }
    StringBuilder kept = new StringBuilder(path.length() + REDACTED.length());
    int copied = 0;
    while (semicolon >= 0) {
      int equals = path.indexOf('=', semicolon);
      int end = semicolon + 1;
      while (end < path.length() && path.charAt(end) != ';' && path.charAt(end) != '/') {
        end++;
      }
      if (equals >= 0 && equals < end && isSecret(path, semicolon + 1, equals)) {
        kept.append(path, copied, equals + 1).append(REDACTED);
        copied = end;
      }
      semicolon = path.indexOf(';', end);
    }
    return kept.append(path, copied, path.length()).toString();
  }

  /** A query without the values of secrets; null if there is nothing to record. */
  @Nullable String queryOrNull(@Nullable String query) {
    return !queries || query == null || query.isEmpty() ? null : redacted(query);
  }

  private String redacted(String query) {
    StringBuilder redacted = null;
    int copied = 0;
    int name = 0;
    int i = 0;
    while (i < query.length()) {
      int width = isEscape(query, i) ? 3 : 1;
      char c = width == 3 ? unescaped(query, i) : query.charAt(i);
      if (separates(c)) {
        name = i + width;
      } else if (c == '=' && isSecret(query, name, i)) {
        int end = query.indexOf('&', i);
        end = end < 0 ? query.length() : end;
        redacted = redacted == null ? new StringBuilder(query.length() + 16) : redacted;
        redacted.append(query, copied, i + width).append(REDACTED);
        copied = end;
        i = end;
        continue;
      }
      i += width;
    }
    return redacted == null ? query : redacted.append(query, copied, query.length()).toString();
  }

  private static boolean separates(char c) {
    return c == '&' || c == ';' || c == '?' || c == '#';
  }

  /** Whether that part of the query, with its escapes undone, names a secret. */
  private boolean isSecret(String query, int from, int to) {
    int escape = query.indexOf('%', from);
    if (escape < 0 || escape >= to) {
      return secrets.match(query, from, to);
    }
    StringBuilder name = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      if (isEscape(query, i)) {
        name.append(unescaped(query, i));
        i += 2;
      } else {
        name.append(query.charAt(i));
      }
    }
    return secrets.match(name.toString());
  }

  private static boolean isEscape(String text, int at) {
    return text.charAt(at) == '%'
        && at + 2 < text.length()
        && Character.digit(text.charAt(at + 1), 16) >= 0
        && Character.digit(text.charAt(at + 2), 16) >= 0;
  }

  private static char unescaped(String text, int at) {
    return (char)
        (Character.digit(text.charAt(at + 1), 16) << 4 | Character.digit(text.charAt(at + 2), 16));
  }
}
