package io.pillion.instrumentation.jettyclient;

import io.pillion.agent.bootstrap.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message as the agent reads them. Jetty's own type of them is a class in some
 * versions and an interface in others, so nothing is called on it but what it inherits.
 */
public class JettyHeaders implements HttpHeaders {
  private final Iterable<HttpField> fields;

  JettyHeaders(Iterable<HttpField> fields) {
    this.fields = fields;
  }

  @Override
  public final @Nullable String header(String name) {
    for (HttpField field : fields) {
      if (field.getName().equalsIgnoreCase(name)) {
        return field.getValue();
      }
    }
    return null;
  }

  @Override
  public final List<String> headers(String name) {
    List<String> values = new ArrayList<>();
    for (HttpField field : fields) {
      if (field.getName().equalsIgnoreCase(name)) {
        values.add(field.getValue());
      }
    }
    return values;
  }

  @Override
  public final Iterable<String> headerNames() {
    List<String> names = new ArrayList<>();
    for (HttpField field : fields) {
      names.add(field.getName());
    }
    return names;
  }
}
