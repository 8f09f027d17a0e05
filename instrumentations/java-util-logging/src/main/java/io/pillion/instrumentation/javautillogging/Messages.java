package io.pillion.instrumentation.javautillogging;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a record its message, in its language and with its parameters, as every formatter does.
 * One for each record, because in some versions of the JDK a formatter locks itself.
 */
public final class Messages extends Formatter {
  private Messages() {}

  static @Nullable String of(LogRecord event) {
    return new Messages().formatMessage(event);
  }

  @Override
  public String format(LogRecord event) {
    return formatMessage(event);
  }
}
