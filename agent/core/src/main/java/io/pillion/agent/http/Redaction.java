package io.pillion.agent.http;

import org.jspecify.annotations.Nullable;

/**
 * Takes credentials out of URLs before they are recorded: user and password of the authority, and
 * the values of the query parameters that the semantic conventions name, with those of signed S3
 * URLs and bearer tokens.
 */
final class Redaction {
  private static final String[] SECRETS = {
    "AWSAccessKeyId",
    "Signature",
    "sig",
    "X-Goog-Signature",
    "X-Amz-Credential",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "access_token"
  };
  private static final String REDACTED = "REDACTED";

  private Redaction() {}

  /** A URL without credentials; null stays null. */
  static @Nullable String url(@Nullable String url) {
    if (url == null) {
      return null;
    }
    int question = url.indexOf('?');
    if (question < 0) {
      return withoutUser(url);
    }
    return withoutUser(url.substring(0, question)) + '?' + query(url.substring(question + 1));
  }

  private static String withoutUser(String url) {
    int slashes = url.indexOf("//");
    if (slashes < 0) {
      return url;
    }
    int start = slashes + 2;
    int end = start;
    while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '#') {
      end++;
    }
    int at = url.lastIndexOf('@', end - 1);
    return at < start
        ? url
        : url.substring(0, start) + REDACTED + ':' + REDACTED + url.substring(at);
  }

  /** A query without the values of secrets; null stays null. */
  static @Nullable String queryOrNull(@Nullable String query) {
    return query == null || query.isEmpty() ? null : query(query);
  }

  private static String query(String query) {
    StringBuilder redacted = null;
    int copied = 0;
    int name = 0;
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c == '&' || c == ';') {
        name = i + 1;
      } else if (c == '=' && name >= 0 && isSecret(query, name, i)) {
        int end = query.indexOf('&', i);
        end = end < 0 ? query.length() : end;
        redacted = redacted == null ? new StringBuilder(query.length() + 16) : redacted;
        redacted.append(query, copied, i + 1).append(REDACTED);
        copied = end;
        name = end + 1;
        i = end;
      }
    }
    return redacted == null ? query : redacted.append(query, copied, query.length()).toString();
  }

  private static boolean isSecret(String query, int from, int to) {
    for (String secret : SECRETS) {
      if (isName(query, from, to, secret)) {
        return true;
      }
    }
    return false;
  }

  /** Whether that part of the query, with its escapes undone, is {@code name}. */
  private static boolean isName(String query, int from, int to, String name) {
    int at = from;
    for (int i = 0; i < name.length(); i++) {
      if (at >= to) {
        return false;
      }
      int c = query.charAt(at++);
      if (c == '%' && at + 2 <= to) {
        c = Character.digit(query.charAt(at), 16) << 4 | Character.digit(query.charAt(at + 1), 16);
        at += 2;
      }
      if (c != name.charAt(i)) {
        return false;
      }
    }
    return at == to;
  }
}
