package io.mp4j;

/**
 * The two ends of a channel for messages.
 *
 * <pre>{@code
 * Pipe<String> pipe = Mp.pipe();
 * Process child = Mp.process(end -> end.send("hello"), pipe.child()).start();
 * pipe.child().close(); // so that only the child holds its end
 * String hello = pipe.parent().recv();
 * }</pre>
 *
 * <p>Answers to the pair that Python's {@code multiprocessing.Pipe()} returns.
 *
 * @param parent by custom, the end that stays here; of a one-way pipe, the one that receives
 * @param child by custom, the end for another process; of a one-way pipe, the one that sends
 * @param <T> the type of the messages
 */
public record Pipe<T>(Connection<T> parent, Connection<T> child) implements AutoCloseable {
  /**
   * Returns the end that receives in a one-way pipe.
   *
   * @return the same as {@link #parent()}
   */
  public Connection<T> reader() {
    return parent;
  }

  /**
   * Returns the end that sends in a one-way pipe.
   *
   * @return the same as {@link #child()}
   */
  public Connection<T> writer() {
    return child;
  }

  /** Closes this process's handles of both ends. */
  @Override
  public void close() {
    parent.close();
    child.close();
  }
}
