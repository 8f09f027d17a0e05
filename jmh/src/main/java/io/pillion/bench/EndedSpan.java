package io.pillion.bench;

import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;

/** An ended server span with the attributes that the agent records, ready to be handed over. */
record EndedSpan(long number, long startEpochNanos, int flags) implements TelemetryItem {
  private static final long TOOK_NS = 1_250_000;

  EndedSpan(long number, long startEpochNanos) {
    this(number, startEpochNanos, SpanRecord.SAMPLED);
  }

  @Override
  public boolean important() {
    return false;
  }

  @Override
  public boolean isSpan() {
    return true;
  }

  @Override
  public void encodeTo(RecordEncoder encoder) {
    encoder.beginSpan(
        0x4bf92f3577b34da6L,
        number,
        number,
        0,
        flags,
        SpanRecord.Kind.SERVER,
        SpanRecord.Status.UNSET,
        startEpochNanos,
        startEpochNanos + TOOK_NS,
        HttpSample.SPAN_NAME,
        HttpSample.SCOPE);
    encoder.attributeOfFew("http.request.method", HttpSample.METHOD);
    encoder.attributeOfFew("url.scheme", HttpSample.SCHEME);
    encoder.attribute("url.path", HttpSample.PATH);
    encoder.attributeOfFew("http.route", HttpSample.ROUTE);
    encoder.attributeOfFew("network.protocol.version", HttpSample.PROTOCOL_VERSION);
    encoder.attributeOfFew("server.address", HttpSample.SERVER_ADDRESS);
    encoder.attribute("server.port", HttpSample.SERVER_PORT);
    encoder.attributeOfFew("network.peer.address", HttpSample.PEER_ADDRESS);
    encoder.attribute("client.address", HttpSample.PEER_ADDRESS);
    encoder.attributeOfFew("user_agent.original", HttpSample.USER_AGENT);
    encoder.attribute("http.response.status_code", HttpSample.STATUS);
  }
}
