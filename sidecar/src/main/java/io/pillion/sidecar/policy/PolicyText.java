package io.pillion.sidecar.policy;

import io.pillion.sidecar.config.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The bytes of a policy path at one moment, unparsed. */
final class PolicyText {
  /** One file's content. */
  static final class Source {
    private final String file;
    private final byte[] bytes;

    private Source(String file, byte[] bytes) {
      this.file = file;
      this.bytes = bytes;
    }

    String file() {
      return file;
    }

    /** Not to be changed. */
    byte[] bytes() {
      return bytes;
    }
  }

  private final List<Source> sources = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  void add(String file, byte[] bytes) {
    sources.add(new Source(file, bytes));
  }

  void problem(String file, String message) {
    problems.add(new Problem(file, 0, 0, message));
  }

  List<Source> sources() {
    return sources;
  }

  List<Problem> problems() {
    return problems;
  }

  long totalBytes() {
    return sources.stream().mapToLong(source -> source.bytes().length).sum();
  }

  /** Of names, contents and what could not be read. */
  String digest() {
    MessageDigest digest = sha256();
    for (Source source : sources) {
      update(digest, source.file());
      update(digest, Integer.toString(source.bytes().length));
      digest.update(source.bytes());
    }
    problems.forEach(problem -> update(digest, problem.toString()));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK must provide SHA-256", e);
    }
  }
}
