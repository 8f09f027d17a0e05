package examples.pillion.tracecontext;

import java.io.IOException;

/** Makes calls, each to its end. */
interface Caller {

  /** Posts the call's arguments and reads the answer, whatever its status. */
  void post(Call call) throws IOException, InterruptedException;
}
