package io.pillion.agent.config;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What describes this process in telemetry, by the OpenTelemetry semantic conventions. */
public final class ResourceAttributes {
  private static final String SERVICE_NAME = "service.name";
  private static final String INSTANCE_ID = "service.instance.id";

  private ResourceAttributes() {}

  /**
   * The attributes of this JVM. Reads local files only; never asks a name server.
   *
   * @param agentVersion reported as the version of the telemetry SDK
   */
  public static Map<String, String> of(AgentConfig config, String agentVersion) {
    Map<String, String> attributes = new LinkedHashMap<>(config.resourceAttributes());
    if (config.serviceName() != null) {
      attributes.put(SERVICE_NAME, config.serviceName());
    }
    attributes.putIfAbsent(
        SERVICE_NAME, defaultServiceName(System.getProperty("sun.java.command", "")));
    if (!attributes.containsKey(INSTANCE_ID)) {
      attributes.put(INSTANCE_ID, randomId());
    }
    attributes.putIfAbsent("process.pid", Long.toString(ProcessHandle.current().pid()));
    attributes.putIfAbsent(
        "process.runtime.name", System.getProperty("java.runtime.name", "unknown"));
    attributes.putIfAbsent(
        "process.runtime.version", System.getProperty("java.runtime.version", "unknown"));
    String host = hostName();
    if (host != null) {
      attributes.putIfAbsent("host.name", host);
    }
    attributes.put("telemetry.sdk.name", "pillion");
    attributes.put("telemetry.sdk.language", "java");
    attributes.put("telemetry.sdk.version", agentVersion);
    return Collections.unmodifiableMap(attributes);
  }

  /**
   * Reads {@code key=value,key=value} with percent-encoded values.
   *
   * @throws IllegalArgumentException if any part is malformed; the whole is then to be ignored
   */
  static Map<String, String> parse(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      String pair = text.substring(start, end).trim();
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        if (equals <= 0) {
          throw new IllegalArgumentException("no key in: " + pair);
        }
        attributes.put(
            percentDecoded(pair.substring(0, equals).trim()),
            percentDecoded(pair.substring(equals + 1).trim()));
      }
      start = end + 1;
    }
    return Collections.unmodifiableMap(attributes);
  }

  /** The jar's base name or the main class; OpenTelemetry's placeholder where neither is known. */
  static String defaultServiceName(String javaCommand) {
    int space = javaCommand.indexOf(' ');
    String started = space < 0 ? javaCommand : javaCommand.substring(0, space);
    if (started.endsWith(".jar")) {
      int slash = Math.max(started.lastIndexOf('/'), started.lastIndexOf('\\'));
      return started.substring(slash + 1, started.length() - ".jar".length());
    }
    String mainClass = started.substring(started.lastIndexOf('.') + 1);
    mainClass = mainClass.substring(mainClass.lastIndexOf('/') + 1);
    return mainClass.isEmpty() ? "unknown_service:java" : mainClass;
  }

  private static String percentDecoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != '%') {
        decoded.write(encoded[i]);
        continue;
      }
      int high = i + 1 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
      int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("bad percent-encoding in: " + text);
      }
      decoded.write(high << 4 | low);
      i += 2;
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  /**
   * A random UUID. From the kernel, because SecureRandom would fix the application's security
   * settings before its main method could change them.
   */
  private static String randomId() {
    long high;
    long low;
    try (InputStream in = new FileInputStream("/dev/urandom")) {
      ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(16));
      high = bytes.getLong();
      low = bytes.getLong();
    } catch (IOException | RuntimeException e) {
      SplittableRandom random =
          new SplittableRandom(System.nanoTime() ^ System.currentTimeMillis());
      high = random.nextLong();
      low = random.nextLong();
    }
    high = (high & 0xffffffffffff0fffL) | 0x4000L;
    low = (low & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  private static @Nullable String hostName() {
    String name = System.getenv("HOSTNAME");
    if (name != null && !name.isEmpty()) {
      return name;
    }
    try (InputStream in = new FileInputStream("/proc/sys/kernel/hostname")) {
      name = new String(in.readNBytes(256), StandardCharsets.UTF_8).trim();
      return name.isEmpty() ? null : name;
    } catch (IOException e) {
      return null;
    }
  }
}
