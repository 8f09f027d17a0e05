package io.pillion.sidecar.policy;

import io.pillion.ipc.policy.CompiledPolicy;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.sidecar.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The policy an operator wrote: one file, or a directory whose {@code *.yaml} and {@code *.yml}
 * files, hidden ones aside, belong together. Either all of it is in force or none.
 *
 * <p>Links are followed, so a mounted ConfigMap, whose files change by the swap of one link, reads
 * like any directory.
 *
 * <p><b>Threading.</b> Holds no state.
 */
public final class PolicyFiles {
  /** The largest file that is read. */
  static final int MAX_FILE_BYTES = 1 << 20;

  private static final int MAX_FILES = 1000;
  private static final long MAX_TOTAL_BYTES = 4L << 20;
  private static final int READ_ATTEMPTS = 4;

  private final Path path;
  private final OnUnavailable defaultOnUnavailable;

  /**
   * Names the files; nothing is read yet.
   *
   * @param path a file or a directory
   * @param defaultOnUnavailable for policies without the annotation
   */
  public PolicyFiles(Path path, OnUnavailable defaultOnUnavailable) {
    this.path = path;
    this.defaultOnUnavailable = defaultOnUnavailable;
  }

  /** The file or directory. */
  public Path path() {
    return path;
  }

  /** Reads and parses everything; what cannot be read is among the problems. */
  public PolicyLoad load() {
    PolicyText text = read();
    for (int attempt = 1; attempt < READ_ATTEMPTS; attempt++) {
      PolicyText again = read();
      if (again.digest().equals(text.digest())) {
        break;
      }
      // Changed between two files: half of the old set and half of the new is no policy.
      text = again;
    }
    return parse(text);
  }

  /** Identifies the present content without parsing it. */
  String digest() {
    return read().digest();
  }

  private PolicyText read() {
    PolicyText text = new PolicyText();
    if (!Files.exists(path)) {
      text.problem(path.toString(), "policy path does not exist; create it or correct the path");
    } else if (Files.isDirectory(path)) {
      readDirectory(text);
    } else {
      readFile(path, text);
    }
    return text;
  }

  private void readDirectory(PolicyText text) {
    List<Path> files;
    try (Stream<Path> entries = Files.list(path)) {
      files = entries.filter(PolicyFiles::isPolicyFile).sorted().limit(MAX_FILES + 1L).toList();
    } catch (IOException | UncheckedIOException e) {
      text.problem(path.toString(), "directory cannot be read: " + reason(e));
      return;
    }
    if (files.size() > MAX_FILES) {
      text.problem(path.toString(), "too many files: max=" + MAX_FILES + "; put policies together");
      return;
    }
    for (Path file : files) {
      if (text.totalBytes() > MAX_TOTAL_BYTES) {
        text.problem(path.toString(), "too much policy: maxBytes=" + MAX_TOTAL_BYTES);
        return;
      }
      readFile(file, text);
    }
  }

  private static boolean isPolicyFile(Path file) {
    String name = String.valueOf(file.getFileName());
    return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }

  private static void readFile(Path file, PolicyText text) {
    String name = file.toString();
    // Opening a pipe would wait for its writer.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      text.problem(name, "not a regular file; remove it or rename it to end otherwise");
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        text.problem(name, "file too large: maxBytes=" + MAX_FILE_BYTES + "; split it");
      } else {
        text.add(name, bytes);
      }
    } catch (IOException e) {
      text.problem(name, "file cannot be read: " + reason(e));
    }
  }

  private static String reason(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied; let the sidecar's user read it";
    }
    if (e instanceof NoSuchFileException) {
      return "it does not exist; a link may lead nowhere";
    }
    return String.valueOf(e.getMessage());
  }

  private PolicyLoad parse(PolicyText text) {
    List<Problem> problems = new ArrayList<>(text.problems());
    List<ParsedPolicy> parsed = new ArrayList<>();
    for (PolicyText.Source source : text.sources()) {
      parseFile(source, parsed, problems);
    }
    List<CompiledPolicy> policies = distinct(parsed, problems);
    PolicySnapshot snapshot = null;
    if (problems.isEmpty()) {
      try {
        snapshot = PolicySnapshot.of(policies, defaultOnUnavailable);
      } catch (IllegalArgumentException e) {
        problems.add(new Problem(path.toString(), 0, 0, String.valueOf(e.getMessage())));
      }
    }
    return new PolicyLoad(snapshot, List.copyOf(problems), text.sources().size(), text.digest());
  }

  private static void parseFile(
      PolicyText.Source source, List<ParsedPolicy> parsed, List<Problem> problems) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(source.bytes())).toString();
    } catch (CharacterCodingException e) {
      problems.add(new Problem(source.file(), 0, 0, "not UTF-8; save the file in that encoding"));
      return;
    }
    PolicyParser.Parsed result =
        PolicyParser.parse(source.file(), text.startsWith("\ufeff") ? text.substring(1) : text);
    parsed.addAll(result.policies());
    problems.addAll(result.problems());
  }

  private static List<CompiledPolicy> distinct(List<ParsedPolicy> parsed, List<Problem> problems) {
    Map<String, ParsedPolicy> byId = new HashMap<>();
    List<CompiledPolicy> policies = new ArrayList<>();
    for (ParsedPolicy candidate : parsed) {
      ParsedPolicy earlier = byId.putIfAbsent(candidate.policy().id(), candidate);
      if (earlier == null) {
        policies.add(candidate.policy());
      } else {
        problems.add(
            new Problem(
                candidate.file(),
                candidate.line(),
                candidate.column(),
                "policy given twice: id="
                    + candidate.policy().id()
                    + ", first="
                    + earlier.place()
                    + "; rename or remove one"));
      }
    }
    return policies;
  }
}
