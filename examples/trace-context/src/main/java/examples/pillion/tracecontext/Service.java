package examples.pillion.tracecontext;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Does what a request asks for, by whichever client. */
final class Service {
  private final Caller caller;

  Service(Caller caller) {
    this.caller = caller;
  }

  /**
   * What to answer.
   *
   * @param status an HTTP status
   * @param text the body, plain text
   */
  record Answer(int status, String text) {
    byte[] body() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Makes all calls of the request, in order. */
  Answer serve(byte[] body) {
    try {
      int calls = 0;
      for (Call call : Call.parse(body)) {
        if (!made(call)) {
          return new Answer(502, "no answer: url=" + call.url() + "\n");
        }
        calls++;
      }
      return new Answer(200, "calls=" + calls + "\n");
    } catch (IOException e) {
      return new Answer(400, "bad request: " + e.getMessage() + "\n");
    }
  }

  private boolean made(Call call) {
    try {
      caller.post(call);
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
