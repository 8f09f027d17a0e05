package io.pillion.sidecar.config;

/**
 * Something wrong in an operator's file or setting.
 *
 * @param file where it stands, as the operator named it
 * @param line from 1; 0 if unknown
 * @param column from 1; 0 if unknown
 * @param message the fact and the mend
 */
public record Problem(String file, int line, int column, String message) {

  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
  }
}
