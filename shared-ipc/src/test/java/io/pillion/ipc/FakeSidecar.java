package io.pillion.ipc;

import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.CheckMessage;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Beats, hears both bells and answers every question with the same decision, on one thread. */
final class FakeSidecar implements AutoCloseable {
  private final CheckSource source;
  private final Decision decision;
  private final BellListener telemetryBell;
  private final BellListener checksBell;
  private final Thread thread = new Thread(this::run, "fake-sidecar");
  private volatile boolean stopped;

  FakeSidecar(IpcRoot root, SessionFolder session, Decision decision) throws IOException {
    this.source = session.checks();
    this.decision = decision;
    this.telemetryBell = BellListener.telemetry(root);
    this.checksBell = BellListener.checks(root);
    thread.start();
  }

  private void run() {
    try {
      while (!stopped) {
        telemetryBell.await(1);
        checksBell.await(1);
        source.beat();
        answerForAMoment();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answerForAMoment() {
    for (long began = System.nanoTime(); System.nanoTime() - began < 50_000_000; ) {
      for (CheckMessage m = source.next(); m != null; m = source.next()) {
        source.answer(m, decision);
      }
    }
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    source.close();
    telemetryBell.close();
    checksBell.close();
  }
}
