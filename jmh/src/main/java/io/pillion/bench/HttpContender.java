package io.pillion.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the Spring Boot application is run with. */
enum HttpContender {
  /** As it is. */
  NONE("no agent"),
  /** Our agent with the same instrumentations, and a sidecar, whose processor time counts. */
  PILLION("pillion"),
  /**
   * The stock OpenTelemetry agent with the instrumentations that see the same spans, exporting them
   * itself; metrics and logs off.
   */
  STOCK("otel agent");

  private static final List<String> SAME_INSTRUMENTATIONS =
      List.of("TOMCAT", "SERVLET", "SPRING_WEBMVC", "JAVA_HTTP_CLIENT", "EXECUTORS");

  private final String label;

  HttpContender(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** What the names of its classes in the application begin with. */
  String packageName() {
    return this == STOCK ? "io.opentelemetry." : "io.pillion.";
  }

  List<String> flags() {
    return switch (this) {
      case NONE -> List.of();
      case PILLION -> List.of("-javaagent:" + Jars.agent());
      case STOCK -> List.of("-javaagent:" + Jars.stockAgent());
    };
  }

  Map<String, String> environment(Path ipc, URI backEnd) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("OTEL_SERVICE_NAME", "greetings");
    if (this == PILLION) {
      environment.put("PILLION_IPC_DIR", ipc.toString());
    }
    if (this == STOCK) {
      environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", backEnd.toString());
      environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    }
    // Both read OpenTelemetry's own variables.
    environment.put("OTEL_METRICS_EXPORTER", "none");
    environment.put("OTEL_LOGS_EXPORTER", "none");
    environment.put("OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", "false");
    for (String name : SAME_INSTRUMENTATIONS) {
      environment.put("OTEL_INSTRUMENTATION_" + name + "_ENABLED", "true");
    }
    return environment;
  }

  /** All of them in an order that moves on by one every round. */
  static List<HttpContender> inTurn(int round) {
    List<HttpContender> order = new ArrayList<>(List.of(values()));
    java.util.Collections.rotate(order, round);
    return order;
  }
}
