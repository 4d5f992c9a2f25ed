package io.mp4j.ipc.park;

/**
 * Hears a socket, in a daemon thread of its own, for a process whose threads sleep by a futex, from
 * processes that cannot use one.
 */
final class BellListener implements Listener {
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final Thread thread;

  private BellListener(Thread thread) {
    this.thread = thread;
  }

  static BellListener start(MyBell mine, SocketBell socket, Bell bell) {
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
    return new BellListener(thread);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
