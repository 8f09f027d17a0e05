package io.pillion.instrumentation.tomcat;

import org.apache.tomcat.util.buf.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * Texts of headers that most requests have in common, such as the host: Tomcat would make a new one
 * for each request. Not for headers that may hold a secret: the texts are kept.
 *
 * <p><b>Threading.</b> Any thread: a race costs a text made twice, and texts are immutable.
 */
public final class RecentHeaders {
  private static final int PLACES = 64;
  private static final int LONGEST = 256;
  private static final @Nullable String[] RECENT = new @Nullable String[PLACES];

  private RecentHeaders() {}

  /** The header's text; null if there is no such header. */
  static @Nullable String text(@Nullable MessageBytes header) {
    if (header == null) {
      return null;
    }
    if (header.getType() != MessageBytes.T_BYTES || header.getLength() > LONGEST) {
      return header.toString();
    }
    int place = header.getLength() & (PLACES - 1);
    String recent = RECENT[place];
    if (recent != null && header.equals(recent)) {
      return recent;
    }
    String text = header.toString();
    RECENT[place] = text;
    return text;
  }
}
