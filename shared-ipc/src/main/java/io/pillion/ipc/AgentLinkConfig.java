package io.pillion.ipc;

import java.nio.file.Path;
import java.util.Map;

/**
 * What an {@link AgentLink} needs to know.
 *
 * @param directory the shared directory, see {@link IpcRoot#locate}
 * @param identity OpenTelemetry resource attributes of this process
 * @param ringCapacity items between application threads and the writer thread
 * @param segmentBytes size of a telemetry segment, a multiple of 256 KiB
 * @param maxBytes how much of the shared directory the telemetry queue may take
 */
public record AgentLinkConfig(
    Path directory,
    Map<String, String> identity,
    int ringCapacity,
    int segmentBytes,
    long maxBytes) {

  /** How many segment files fit the cap: 2 at least, one being read and one being written. */
  int maxSegments() {
    return (int) Math.max(2, maxBytes / (segmentBytes + segmentBytes / 4L));
  }
}
