package io.mp4j.ipc.park;

/** Hears messages of processes that cannot wake the threads of this one directly. */
interface Listener extends AutoCloseable {
  /** Ends it, without waiting for that. */
  @Override
  void close();
}
