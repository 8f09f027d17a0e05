package io.pillion.sidecar.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;

/** The address of an HTTP back end. */
final class EndpointType implements ValueType<URI> {

  @Override
  public String form() {
    return "an `http` or `https` URL";
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of(
        "type", "string", "pattern", "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\s]+([/?][^#\\s]*)?$");
  }

  @Override
  public URI parse(String text) throws InvalidValueException {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidValueException(
          "not a URL: " + e.getReason() + "; write for example http://collector:4318");
    }
    check(uri);
    return uri;
  }

  private static void check(URI uri) throws InvalidValueException {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new InvalidValueException(
          "not an http or https URL: begin it with http:// or https://");
    }
    if (uri.getRawUserInfo() != null) {
      throw new InvalidValueException(
          "credentials in a URL end up in logs; send them by " + "export.otlp.headers");
    }
    if (uri.getHost() == null) {
      throw new InvalidValueException(
          "no host in the URL; write for example http://collector:4318");
    }
    if (uri.getPort() > 65535 || uri.getPort() == 0) {
      throw new InvalidValueException("port out of range: " + uri.getPort() + "; most=65535");
    }
    if (uri.getRawFragment() != null) {
      throw new InvalidValueException("a fragment is never sent; leave out everything from #");
    }
  }
}
