package io.mp4j.ipc.park;

/**
 * Passes messages on to a process whose threads sleep by a futex, from processes that cannot use
 * one. A thread of its own, as long as the JVM lives.
 */
final class BellListener {
  private static final long FOR_EVER = Long.MAX_VALUE;

  private BellListener() {}

  static Thread start(MyBell mine, SocketBell socket, Bell bell) {
    Thread thread =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                socket.await(mine.rings(), FOR_EVER);
                bell.poke();
              }
            },
            "mp4j-bell");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
