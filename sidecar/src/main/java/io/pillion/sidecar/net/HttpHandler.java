package io.pillion.sidecar.net;

/**
 * Answers requests.
 *
 * <p><b>Threading.</b> Called by a network thread, of which there are few: it must not block.
 */
@FunctionalInterface
public interface HttpHandler {

  /** The answer. Whatever it throws becomes a 500 without details. */
  HttpReply answer(HttpCall call);
}
