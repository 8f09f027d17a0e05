package io.pillion.instrumentation.apachehttpclient5;

import io.pillion.agent.bootstrap.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.MessageHeaders;
import org.jspecify.annotations.Nullable;

/** The headers of a message as the agent reads them. */
public class MessageHeaderReader implements HttpHeaders {
  private final MessageHeaders message;

  MessageHeaderReader(MessageHeaders message) {
    this.message = message;
  }

  @Override
  public final @Nullable String header(String name) {
    Header header = message.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  @Override
  public final List<String> headers(String name) {
    List<String> values = new ArrayList<>();
    for (Header header : message.getHeaders(name)) {
      values.add(header.getValue());
    }
    return values;
  }

  @Override
  public final Iterable<String> headerNames() {
    List<String> names = new ArrayList<>();
    for (Header header : message.getHeaders()) {
      names.add(header.getName());
    }
    return names;
  }
}
