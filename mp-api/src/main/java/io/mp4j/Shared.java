package io.mp4j;

/**
 * An object in shared memory that several processes use in place.
 *
 * <p>It may go anywhere: in arguments, captured by a lambda, in a collection or a field, through a
 * queue or a pipe, and on to a grandchild. What travels is a reference; each process gets a handle
 * of its own, and all handles mean the same object. The object lives until its last handle is
 * closed or collected, or the last process that held one has ended, however it ended.
 *
 * <p>Safe for all threads of all processes that have a handle. Whoever holds a handle may close it;
 * one that is forgotten is closed by the garbage collector or the end of the process.
 */
public interface Shared extends AutoCloseable {
  /**
   * Gives this handle back; the handles of others stay valid. Threads that are blocked in it are
   * woken and fail as later calls do. Closing again does nothing.
   */
  @Override
  void close();

  /**
   * Tells whether this handle was closed.
   *
   * @return true after {@link #close()}
   */
  boolean isClosed();
}
