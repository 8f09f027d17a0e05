package io.pillion.instrumentation.testing;

import examples.pillion.demo.TraceIds;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A call that the driver is asked to make.
 *
 * @param id unique; the last parameter of the call's query
 * @param more further parameters of the command
 */
record ClientCall(
    String id, String method, URI url, boolean underParent, Map<String, String> more) {

  static ClientCall of(String method, URI base, String pathAndQuery) {
    String id = TraceIds.span();
    String mark = pathAndQuery.contains("?") ? "&" : "?";
    return new ClientCall(
        id, method, URI.create(base + pathAndQuery + mark + "id=" + id), true, Map.of());
  }

  /** On a thread that serves nothing. */
  ClientCall root() {
    return new ClientCall(id, method, url, false, more);
  }

  /** Without waiting; the callback calls the test with {@link #callbackId}. */
  ClientCall withCallback() {
    return with("callback", callbackId());
  }

  String callbackId() {
    return id + "callback";
  }

  /** With a header to send. */
  ClientCall withHeader(String name, String value) {
    return with("header." + name, value);
  }

  ClientCall with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(more);
    all.put(name, value);
    return new ClientCall(id, method, url, underParent, all);
  }

  /** What the driver is sent. */
  RawRequest command() {
    Map<String, String> parameters = new LinkedHashMap<>(more);
    parameters.put("method", method);
    parameters.put("url", url.toString());
    parameters.put("parent", Boolean.toString(underParent));
    return RawRequest.get(
        parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "/run?", "")));
  }
}
