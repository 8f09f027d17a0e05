package io.pillion.sidecar;

import io.pillion.sidecar.config.ConfigKey;
import io.pillion.sidecar.config.ListenAddress;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.net.HttpHandler;
import io.pillion.sidecar.net.HttpServer;
import io.pillion.sidecar.net.NetThreads;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sidecar's listeners: opened one by one, with every failure told, closed together. */
final class Listeners implements AutoCloseable {
  private static final String MEND = "choose another address, or stop the process that has it";

  private final SidecarConfig config;
  private final NetThreads threads;
  private final EventLog log;
  private final Consumer<Problem> problems;
  private final Map<String, HttpServer> servers = new LinkedHashMap<>();

  Listeners(SidecarConfig config, NetThreads threads, EventLog log, Consumer<Problem> problems) {
    this.config = config;
    this.threads = threads;
    this.log = log;
    this.problems = problems;
  }

  void open(String name, ConfigKey<ListenAddress> key, ListenAddress address, HttpHandler handler) {
    try {
      servers.put(name, HttpServer.open(threads, name, address, handler, log));
    } catch (IOException e) {
      problems.accept(config.problemWith(key, fault(e) + ": " + key + "=" + address + "; " + MEND));
    }
  }

  private static String fault(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("in use")
        ? "address already in use"
        : "cannot listen (" + message + ")";
  }

  /** Where that listener listens; null if it could not be opened. */
  @Nullable ListenAddress address(String name) {
    HttpServer server = servers.get(name);
    return server == null ? null : server.address();
  }

  void logAddresses() {
    servers.forEach(
        (name, server) -> log.info("listening", "listener", name, "address", server.address()));
  }

  @Override
  public void close() {
    servers.values().forEach(HttpServer::close);
  }
}
