package examples.pillion.tracecontext;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * One call to make.
 *
 * @param arguments the JSON to post
 */
record Call(URI url, String arguments) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String NOTHING = "[]";

  /**
   * Reads the calls that a request asks for.
   *
   * @throws IOException if the body is not what it should be
   */
  static List<Call> parse(byte[] body) throws IOException {
    List<Call> calls = new ArrayList<>();
    try (JsonParser in = JSON.createParser(body)) {
      JsonToken first = in.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return calls;
      }
      expect(first == JsonToken.START_ARRAY);
      while (in.nextToken() != JsonToken.END_ARRAY) {
        calls.add(parseOne(in));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("not a URL", e);
    }
    return calls;
  }

  private static Call parseOne(JsonParser in) throws IOException {
    expect(in.currentToken() == JsonToken.START_OBJECT);
    String url = "";
    String arguments = NOTHING;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String field = in.currentName();
      JsonToken value = in.nextToken();
      if (field.equals("url")) {
        url = in.getText();
      } else if (field.equals("arguments") && value != JsonToken.VALUE_NULL) {
        arguments = copy(in);
      } else {
        in.skipChildren();
      }
    }
    URI target = URI.create(url);
    expect(target.getHost() != null);
    return new Call(target, arguments);
  }

  private static String copy(JsonParser in) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.copyCurrentStructure(in);
    }
    return text.toString();
  }

  private static void expect(boolean condition) throws IOException {
    if (!condition) {
      throw new IOException("expected a list of objects with url and arguments");
    }
  }
}
