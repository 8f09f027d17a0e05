package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** Makes pipes, which Java cannot. */
final class MakePipe {
  private MakePipe() {}

  static Path at(Path path) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
    return path;
  }
}
