package io.pillion.sidecar.config;

/** By which of OTLP's protocols a back end is spoken to. */
public enum Protocol {
  /** A POST for each request. */
  HTTP_PROTOBUF("http/protobuf"),
  /** Calls over one HTTP/2 connection. */
  GRPC("grpc");

  private final String written;

  Protocol(String written) {
    this.written = written;
  }

  /** As in settings. */
  @Override
  public String toString() {
    return written;
  }
}
