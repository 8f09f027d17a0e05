package io.pillion.sidecar.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The few threads that do all network I/O of the process.
 *
 * <p>Buffers are on the heap and not pooled: at this rate an arena costs more memory than it saves.
 */
public final class NetThreads implements AutoCloseable {
  private static final int THREADS = 2;

  static {
    // SLF4J has no provider here, so this is silence; every failure reaches our own handlers.
    InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
  }

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          THREADS, new DefaultThreadFactory("pillion-net", true), NioIoHandler.newFactory());
  private final ByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

  /** A thread that has nothing planned looks for work once a second; one that has waits for it. */
  public NetThreads() {
    for (EventExecutor thread : group) {
      Future<?> unused = thread.scheduleWithFixedDelay(() -> {}, 1, 1, TimeUnit.HOURS);
    }
  }

  /** For work after a delay. Nothing that blocks. */
  public ScheduledExecutorService scheduler() {
    return group;
  }

  EventLoopGroup group() {
    return group;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  /** Closes what is still open and waits a short time for the threads to end. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
