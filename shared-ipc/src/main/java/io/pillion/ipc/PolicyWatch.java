package io.pillion.ipc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the policy page when it may have changed and passes it on.
 *
 * <p><b>Threading.</b> The writer thread.
 */
final class PolicyWatch {
  private final AgentLinkListener listener;
  private @Nullable PolicyPage page;
  private @Nullable String seen;
  private boolean told;

  PolicyWatch(AgentLinkListener listener) {
    this.listener = listener;
  }

  /** Reads the page of a directory for the first time. */
  void open(IpcRoot root) {
    page = new PolicyPage(root);
    look();
  }

  /** The directory cannot be used: there is no policy to wait for. */
  void unavailable() {
    if (!told) {
      told = true;
      listener.policy(null);
    }
  }

  /** Passes the page on if it is another than before. */
  void look() {
    PolicyPage current = page;
    if (current == null) {
      return;
    }
    String version = current.version();
    if (told && java.util.Objects.equals(version, seen)) {
      return;
    }
    try {
      PolicyPage.Content content = current.read();
      if (content != null || !told) {
        listener.policy(content);
      }
    } catch (IOException e) {
      listener.policyUnreadable(String.valueOf(e.getMessage()));
    }
    seen = version;
    told = true;
  }
}
