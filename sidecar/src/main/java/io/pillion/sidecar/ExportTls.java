package io.pillion.sidecar;

import io.pillion.sidecar.config.ExportSettings;
import io.pillion.sidecar.config.OtlpKeys;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.config.TelemetrySignal;
import io.pillion.sidecar.config.TlsFiles;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.net.ClientTls;
import io.pillion.sidecar.net.TlsFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** TLS for the exporters. Signals with the same files share it, so that all is told once. */
final class ExportTls {
  private final SidecarConfig config;
  private final EventLog log;
  private final Consumer<Problem> problems;
  private final Map<TlsFiles, ClientTls> loaded = new HashMap<>();
  private final Set<TlsFiles> unusable = new HashSet<>();

  /** Makes one that tells {@code problems} of files that cannot be used. */
  ExportTls(SidecarConfig config, EventLog log, Consumer<Problem> problems) {
    this.config = config;
    this.log = log;
    this.problems = problems;
  }

  /** What is wrong with the files that the settings name. */
  static List<Problem> check(SidecarConfig config) {
    List<Problem> problems = new ArrayList<>();
    EventLog log = new EventLog(System.err, Clock.systemUTC());
    ExportTls tls = new ExportTls(config, log, problems::add);
    for (TelemetrySignal signal : TelemetrySignal.values()) {
      ExportSettings settings = config.export(signal);
      if (settings != null && settings.secure()) {
        tls.of(signal, settings);
      }
    }
    return problems;
  }

  /** For that signal; null if the files cannot be used. */
  @Nullable ClientTls of(TelemetrySignal signal, ExportSettings settings) {
    TlsFiles files = settings.tls();
    ClientTls known = loaded.get(files);
    if (known != null || unusable.contains(files)) {
      return known;
    }
    try {
      ClientTls tls = ClientTls.of(files, log);
      loaded.put(files, tls);
      return tls;
    } catch (TlsFileException e) {
      unusable.add(files);
      problems.accept(
          config.problemWith(
              OtlpKeys.of(e.role()), signal, "file=" + e.file() + ": " + e.getMessage()));
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("the trust store of this JDK cannot be read", e);
    }
  }
}
