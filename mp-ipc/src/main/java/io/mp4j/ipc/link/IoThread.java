package io.mp4j.ipc.link;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one event loop of this JVM, which serves all its sockets. A daemon thread named {@code
 * mp4j-io-1} that lives as long as the JVM; started when it is first needed.
 */
public final class IoThread {
  private static final long END_LIMIT_MILLIS = 200;
  private static volatile boolean started;

  private IoThread() {}

  static EventLoopGroup group() {
    started = true;
    return Holder.GROUP;
  }

  /**
   * Closes all links and ends the thread; the last thing to happen in a JVM that is ending. A JVM
   * waits 300 ms for threads that are blocked in the operating system, as this one mostly is:
   * {@code VM_Exit::wait_for_threads_in_native_to_block} in HotSpot's {@code vmOperations.cpp}.
   */
  public static void end() {
    if (started) {
      Holder.GROUP
          .shutdownGracefully(0, 0, TimeUnit.MILLISECONDS)
          .awaitUninterruptibly(END_LIMIT_MILLIS);
    }
  }

  private static final class Holder {
    static final EventLoopGroup GROUP =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("mp4j-io", true), NioIoHandler.newFactory());
  }
}
