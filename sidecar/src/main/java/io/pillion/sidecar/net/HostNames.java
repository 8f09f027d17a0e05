package io.pillion.sidecar.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks up host names off the network threads, which a slow name server would stop otherwise. Its
 * one thread lives only while there is work; numeric addresses need none.
 */
final class HostNames implements AutoCloseable {
  private static final int MAX_WAITING = 256;

  private final ThreadPoolExecutor executor;

  HostNames() {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "pillion-net-names");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** At least one address; exceptionally if the name is unknown. */
  CompletableFuture<List<InetAddress>> addressesOf(String host) {
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    if (isNumeric(host)) {
      lookUp(host, found);
      return found;
    }
    try {
      executor.execute(() -> lookUp(host, found));
    } catch (RejectedExecutionException e) {
      found.completeExceptionally(e);
    }
    return found;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static void lookUp(String host, CompletableFuture<List<InetAddress>> found) {
    try {
      found.complete(List.of(InetAddress.getAllByName(host)));
    } catch (UnknownHostException | RuntimeException e) {
      found.completeExceptionally(e);
    }
  }

  private static boolean isNumeric(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }
}
