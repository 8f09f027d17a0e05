package io.pillion.ipc.policy;

import org.jspecify.annotations.Nullable;

/**
 * One value of a policy's {@code paths}, a {@link StringPattern} that knows both spellings of
 * itself: as it stands on the wire and fully decoded.
 *
 * <p>The first is compared with the wire form of a request's path, the second with the decoded
 * forms, so {@code /a%20b} matches the request {@code /a%20b} in every form.
 */
public final class PathPattern {
  private final StringPattern wire;
  private final StringPattern decoded;

  private PathPattern(StringPattern wire, StringPattern decoded) {
    this.wire = wire;
    this.decoded = decoded;
  }

  /**
   * The pattern written so.
   *
   * @throws IllegalArgumentException if no request's path could match it, or it is a template
   */
  public static PathPattern of(String source) {
    StringPattern pattern = StringPattern.of(source);
    requireMatchable(source);
    String decodedText = PathText.decode(pattern.text());
    if (decodedText == null) {
      throw new IllegalArgumentException(
          "path has a bad percent-escape, or bytes that are not UTF-8: write % as %25");
    }
    return new PathPattern(
        pattern.about(PathText.decodeUnreserved(pattern.text())), pattern.about(decodedText));
  }

  private static void requireMatchable(String source) {
    String problem = problemOf(source);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static @Nullable String problemOf(String source) {
    if (source.charAt(0) != '/' && source.charAt(0) != '*') {
      return "path never matches: it must start with / or *; write \"/" + source + "\"";
    }
    if (source.indexOf('{') >= 0 || source.indexOf('}') >= 0) {
      return "path templates are not supported yet; supported: /exact, /prefix*, *suffix, *";
    }
    if (source.indexOf('?') >= 0 || source.indexOf('#') >= 0) {
      return "path never matches: paths are compared without query and fragment; remove them";
    }
    if (source.indexOf('\\') >= 0) {
      return "path never matches: a backslash in a request counts as /; write / instead";
    }
    if (!PathText.isPrintableAscii(source)) {
      return "path has a character that must be percent-encoded; write é as %C3%A9, a blank as %20";
    }
    if (hasDotSegment(PathText.decodeUnreserved(source))) {
      return "path never matches: . and .. are resolved before matching; write the resolved path";
    }
    return null;
  }

  private static boolean hasDotSegment(String source) {
    for (int i = source.indexOf("/."); i >= 0; i = source.indexOf("/.", i + 1)) {
      if (PathText.isDotSegmentAt(source, i + 1)) {
        return true;
      }
    }
    return false;
  }

  boolean matchesWire(String path) {
    return wire.matches(path);
  }

  boolean matchesDecoded(String path) {
    return decoded.matches(path);
  }

  /** As the policy's author wrote it. */
  @Override
  public String toString() {
    return wire.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathPattern that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return wire.hashCode();
  }
}
