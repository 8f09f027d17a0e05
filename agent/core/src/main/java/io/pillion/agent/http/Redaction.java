package io.pillion.agent.http;

import org.jspecify.annotations.Nullable;

/**
 * Takes credentials out of URLs before they are recorded: user and password of the authority, and
 * the values of the query parameters that the semantic conventions name.
 */
final class Redaction {
  private static final String[] SECRETS = {
    "AWSAccessKeyId", "Signature", "sig", "X-Goog-Signature", "access_token"
  };
  private static final String REDACTED = "REDACTED";

  private Redaction() {}

  /** A URL without credentials. */
  static String url(String url) {
    int question = url.indexOf('?');
    String base = withoutUser(question < 0 ? url : url.substring(0, question));
    if (question < 0) {
      return base;
    }
    return base + '?' + query(url.substring(question + 1));
  }

  private static String withoutUser(String url) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return url;
    }
    int start = scheme + 3;
    int slash = url.indexOf('/', start);
    int at = url.lastIndexOf('@', slash < 0 ? url.length() : slash);
    return at < start
        ? url
        : url.substring(0, start) + REDACTED + ':' + REDACTED + url.substring(at);
  }

  /** A query without the values of secrets; null stays null. */
  static @Nullable String queryOrNull(@Nullable String query) {
    return query == null || query.isEmpty() ? null : query(query);
  }

  private static String query(String query) {
    if (!mayHaveSecret(query)) {
      return query;
    }
    StringBuilder redacted = new StringBuilder(query.length());
    for (String parameter : query.split("&", -1)) {
      if (!redacted.isEmpty()) {
        redacted.append('&');
      }
      int equals = parameter.indexOf('=');
      if (equals > 0 && isSecret(parameter, equals)) {
        redacted.append(parameter, 0, equals + 1).append(REDACTED);
      } else {
        redacted.append(parameter);
      }
    }
    return redacted.toString();
  }

  private static boolean mayHaveSecret(String query) {
    for (String secret : SECRETS) {
      if (query.contains(secret)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSecret(String parameter, int length) {
    for (String secret : SECRETS) {
      if (secret.length() == length && parameter.startsWith(secret)) {
        return true;
      }
    }
    return false;
  }
}
