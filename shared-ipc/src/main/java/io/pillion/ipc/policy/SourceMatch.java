package io.pillion.ipc.policy;

import java.util.List;

/**
 * One {@code from.source} of a rule: where the request comes from.
 *
 * @param ipBlocks any of these holds the direct peer's address
 */
public record SourceMatch(List<IpBlock> ipBlocks) {
  /**
   * A source of its parts, copied.
   *
   * @throws IllegalArgumentException if there is no condition in it
   */
  public SourceMatch {
    ipBlocks = List.copyOf(ipBlocks);
    if (ipBlocks.isEmpty()) {
      throw new IllegalArgumentException(
          "source has no condition; set ipBlocks or drop the source");
    }
  }

  int match(Subject subject) {
    IpAddress address = subject.source();
    if (address == null) {
      return Match.UNKNOWN;
    }
    for (int i = 0; i < ipBlocks.size(); i++) {
      if (ipBlocks.get(i).contains(address)) {
        return Match.YES;
      }
    }
    return Match.NO;
  }
}
