package io.mp4j.ipc.link;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The one event loop of this JVM, which serves all its links. A daemon thread named {@code
 * mp4j-io-1} that lives as long as the JVM; started when it is first needed.
 */
public final class IoThread {
  private static final EventLoopGroup GROUP =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("mp4j-io", true), NioIoHandler.newFactory());

  private static final long END_LIMIT_MILLIS = 200;

  private IoThread() {}

  static EventLoopGroup group() {
    return GROUP;
  }

  /**
   * Closes all links and ends the thread; the last thing to happen in a JVM that is ending. A JVM
   * waits 300 ms for threads that are blocked in the operating system, as this one mostly is:
   * {@code VM_Exit::wait_for_threads_in_native_to_block} in HotSpot's {@code vmOperations.cpp}.
   */
  public static void end() {
    GROUP.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(END_LIMIT_MILLIS);
  }

  /**
   * Runs something later, in the event loop: it must not block.
   *
   * @param delay how much later
   * @param action what to run
   * @return cancels it; done already when the thread has ended, and nothing will run
   */
  public static Future<?> schedule(Duration delay, Runnable action) {
    try {
      return GROUP.schedule(action, TimeUnit.MILLISECONDS.convert(delay), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException jvmIsEnding) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
