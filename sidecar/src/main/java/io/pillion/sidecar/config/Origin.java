package io.pillion.sidecar.config;

/**
 * Where a value came from.
 *
 * @param layer a value from a later layer wins
 * @param file the file as the operator named it, or what stands for it
 * @param line from 1; 0 outside files
 * @param column from 1; 0 outside files
 * @param name what the operator wrote: the key, or the environment variable
 */
record Origin(Layer layer, String file, int line, int column, String name) {

  /** In rising precedence. */
  enum Layer {
    DEFAULT,
    OTEL_ENVIRONMENT,
    FILE,
    PILLION_ENVIRONMENT
  }

  static Origin ofDefault(ConfigKey<?> key) {
    return new Origin(Layer.DEFAULT, "default", 0, 0, key.name());
  }

  static Origin ofEnvironment(Layer layer, String variable) {
    return new Origin(layer, "environment", 0, 0, variable);
  }

  Problem problem(String message) {
    return new Problem(file, line, column, name + ": " + message);
  }

  /** For operators: {@code default}, {@code environment PILLION_X}, {@code pillion.yaml:3:5}. */
  String shown() {
    return switch (layer) {
      case DEFAULT -> "default";
      case OTEL_ENVIRONMENT, PILLION_ENVIRONMENT -> "environment " + name;
      case FILE -> file + ":" + line + ":" + column;
    };
  }
}
