package io.pillion.instrumentation.apachehttpclient4;

import io.pillion.agent.bootstrap.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.apache.http.Header;
import org.apache.http.HttpMessage;
import org.jspecify.annotations.Nullable;

/** The headers of a message as the agent reads them. */
public class MessageHeaderReader implements HttpHeaders {
  private final HttpMessage message;

  MessageHeaderReader(HttpMessage message) {
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
    for (Header header : message.getAllHeaders()) {
      names.add(header.getName());
    }
    return names;
  }
}
