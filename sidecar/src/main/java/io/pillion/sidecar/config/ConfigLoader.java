package io.pillion.sidecar.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link SidecarConfig} from defaults, {@code OTEL_*}, the file and {@code PILLION_*}, each
 * overriding those before it: what is meant for every process of a pod yields to what is written
 * for this one.
 */
public final class ConfigLoader {
  /** A configuration file has some hundred bytes; more than this is another file. */
  static final int MAX_FILE_BYTES = 1 << 20;

  private final List<Problem> problems = new ArrayList<>();
  private final Map<ConfigKey<?>, SidecarConfig.Value> values = new HashMap<>();

  private ConfigLoader() {}

  /**
   * What came of it.
   *
   * @param config null if there are problems
   * @param problems all that is wrong, empty if nothing is
   * @param warnings what an operator should know and may ignore
   */
  public record Loaded(
      @Nullable SidecarConfig config, List<Problem> problems, List<String> warnings) {}

  /**
   * Reads all sources. Never throws: whatever is wrong is among the problems.
   *
   * @param file null for none
   */
  public static Loaded load(@Nullable Path file, Map<String, String> environment) {
    return new ConfigLoader().loadAll(file, environment);
  }

  private Loaded loadAll(@Nullable Path file, Map<String, String> environment) {
    EnvironmentSettings fromEnvironment = new EnvironmentSettings(environment);
    applyDefaults();
    applyLayer(fromEnvironment.settings(), Origin.Layer.OTEL_ENVIRONMENT);
    if (file != null) {
      applyFile(file);
    }
    problems.addAll(fromEnvironment.problems());
    applyLayer(fromEnvironment.settings(), Origin.Layer.PILLION_ENVIRONMENT);
    if (!problems.isEmpty()) {
      return new Loaded(null, List.copyOf(problems), fromEnvironment.warnings());
    }
    SidecarConfig config = new SidecarConfig(values);
    problems.addAll(config.contradictions());
    return new Loaded(
        problems.isEmpty() ? config : null, List.copyOf(problems), fromEnvironment.warnings());
  }

  private void applyDefaults() {
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      String text = key.defaultText();
      if (text != null) {
        apply(Setting.of(key, text, Origin.ofDefault(key)));
      }
    }
  }

  private void applyFile(Path file) {
    String text = read(file);
    if (text != null) {
      int before = problems.size();
      YamlSettings fromFile = new YamlSettings(file.toString(), text);
      problems.addAll(fromFile.problems());
      fromFile.settings().forEach(this::apply);
      problems
          .subList(before, problems.size())
          .sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    }
  }

  private void applyLayer(List<Setting> settings, Origin.Layer layer) {
    settings.stream().filter(setting -> setting.origin().layer() == layer).forEach(this::apply);
  }

  private void apply(Setting setting) {
    try {
      values.put(setting.key(), new SidecarConfig.Value(setting.parse(), setting.origin()));
    } catch (InvalidValueException e) {
      problems.add(setting.origin().problem(String.valueOf(e.getMessage())));
    }
  }

  private @Nullable String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new IOException("larger than " + MAX_FILE_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      return unreadable(file, "no such file; check the path given by --config");
    } catch (CharacterCodingException e) {
      return unreadable(file, "not UTF-8; save the file in that encoding");
    } catch (IOException e) {
      return unreadable(file, "cannot be read: " + e + "; check its type and permissions");
    }
  }

  private @Nullable String unreadable(Path file, String message) {
    problems.add(new Problem(file.toString(), 0, 0, message));
    return null;
  }
}
