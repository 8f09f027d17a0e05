package io.pillion.ipc.policy;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the various servers make of one path. They strip {@code ;parameters}, decode, and resolve
 * dot segments, but in different orders, and each order can be walked around by a path made for
 * another: to {@code URI.normalize()}, which resolves before it decodes, {@code /a/%2e%2e/../admin}
 * is {@code /a/admin}; to the others it is {@code /admin}.
 */
final class ServerForms {
  /** When a backslash becomes a slash. */
  private enum Backslash {
    NEVER,
    AT_ONCE,
    AT_LAST
  }

  private static final Backslash[] BACKSLASHES = Backslash.values();

  private final Backslash backslash;
  private final Set<String> forms;

  private ServerForms(Backslash backslash, Set<String> forms) {
    this.backslash = backslash;
    this.forms = forms;
  }

  /** The distinct results; null if the path cannot be decoded. */
  static String @Nullable [] of(String path) {
    Set<String> forms = new LinkedHashSet<>();
    for (Backslash backslash : BACKSLASHES) {
      if (!new ServerForms(backslash, forms).addEveryOrder(path)) {
        return null;
      }
    }
    return forms.toArray(String[]::new);
  }

  private boolean addEveryOrder(String path) {
    String raw = early(path);
    String resolved = resolve(raw);
    String stripped = PathText.stripParameters(raw);
    String decoded = decode(raw);
    String resolvedDecoded = decode(resolved);
    return decoded != null
        && resolvedDecoded != null
        && add(PathText.stripParameters(decoded))
        && add(PathText.stripParameters(resolvedDecoded))
        && add(decode(stripped))
        && add(decode(resolve(stripped)))
        && add(decode(PathText.stripParameters(resolved)));
  }

  private boolean add(@Nullable String decoded) {
    if (decoded == null) {
      return false;
    }
    forms.add(resolve(backslash == Backslash.NEVER ? decoded : decoded.replace('\\', '/')));
    return true;
  }

  private @Nullable String decode(String path) {
    String decoded = PathText.decode(path);
    return decoded == null ? null : early(decoded);
  }

  private String early(String path) {
    return backslash == Backslash.AT_ONCE ? path.replace('\\', '/') : path;
  }

  private static String resolve(String path) {
    return PathText.resolveDots(PathText.mergeSlashes(path));
  }
}
