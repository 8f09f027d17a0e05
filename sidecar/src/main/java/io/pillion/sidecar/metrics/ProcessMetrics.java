package io.pillion.sidecar.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The process's own use of the machine. No JMX: its classes alone cost megabytes. */
final class ProcessMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int BYTES_PER_KIB = 1024;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIS_PER_SECOND = 1e3;

  private final double startSeconds;

  /** Started at that time since the epoch. */
  ProcessMetrics(long startMillis) {
    this.startSeconds = startMillis / MILLIS_PER_SECOND;
  }

  void write(PrometheusText text) {
    text.gauge("process_start_time_seconds", "Start of the process since the Unix epoch.")
        .sample(startSeconds);
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .ifPresent(
            cpu ->
                text.counter("process_cpu_seconds_total", "User and system time used.")
                    .sample(cpu.toNanos() / NANOS_PER_SECOND));
    for (String line : statusLines()) {
      if (line.startsWith("VmRSS:")) {
        text.gauge("process_resident_memory_bytes", "Memory resident, shared pages included.")
            .sample(field(line) * BYTES_PER_KIB);
      } else if (line.startsWith("RssAnon:")) {
        text.gauge("process_private_memory_bytes", "Memory resident that no file backs.")
            .sample(field(line) * BYTES_PER_KIB);
      } else if (line.startsWith("Threads:")) {
        text.gauge("process_threads", "Threads of the process, the virtual machine's included.")
            .sample(field(line));
      }
    }
    Runtime runtime = Runtime.getRuntime();
    // Not by the names of the JVM's metrics, which are the applications'.
    text.gauge("pillion_heap_used_bytes", "Heap of the sidecar in use, garbage included.")
        .sample(runtime.totalMemory() - runtime.freeMemory());
    text.gauge("pillion_heap_max_bytes", "Heap of the sidecar at most.")
        .sample(runtime.maxMemory());
  }

  private static List<String> statusLines() {
    try {
      return Files.readAllLines(STATUS);
    } catch (IOException e) {
      return List.of(); // not Linux
    }
  }

  private static long field(String line) {
    String digits = line.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }
}
