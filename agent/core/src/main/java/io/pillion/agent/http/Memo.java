package io.pillion.agent.http;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was made of texts that come again and again, so that it is not made anew for every
 * span. Each text has one place, which it may share with others: the latest is remembered.
 *
 * <p><b>Threading.</b> The writer thread.
 */
final class Memo<T> {
  private static final int PLACES = 64;
  private static final int LONGEST = 512;

  private final Function<String, @Nullable T> maker;
  private final @Nullable String[] texts = new @Nullable String[PLACES];
  private final @Nullable Object[] made = new @Nullable Object[PLACES];

  /** Remembers what {@code maker} makes, unless that is null. */
  Memo(Function<String, @Nullable T> maker) {
    this.maker = maker;
  }

  /** What the maker makes of the text. */
  @SuppressWarnings("unchecked") // Nothing else is put there.
  @Nullable T of(String text) {
    int place = text.hashCode() & (PLACES - 1);
    if (text.equals(texts[place])) {
      return (T) made[place];
    }
    T fresh = maker.apply(text);
    if (fresh != null && text.length() <= LONGEST) {
      texts[place] = text;
      made[place] = fresh;
    }
    return fresh;
  }
}
