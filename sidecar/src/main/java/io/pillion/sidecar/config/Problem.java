package io.pillion.sidecar.config;

/**
 * Something wrong in a file that an operator wrote.
 *
 * @param file as the operator named it
 * @param line from 1; 0 if it is about the file as a whole
 * @param column from 1; 0 if the line is
 * @param message what is wrong and how to mend it
 */
public record Problem(String file, int line, int column, String message) {
  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
  }
}
