package io.mp4j;

import java.time.Duration;

/**
 * A queue that knows when all that was put has also been worked off.
 *
 * <p>Each {@code put} adds an unfinished task, each {@link #taskDone()} takes one away. A consumer
 * that dies between taking an item and saying so leaves its task unfinished: {@link
 * #join(Duration)} then helps to notice.
 *
 * <p>Answers to Python's {@code multiprocessing.JoinableQueue}.
 *
 * @param <E> the type of the items
 */
public interface JoinableQueue<E> extends Queue<E> {
  /**
   * Says that an item which was taken has been worked off.
   *
   * @throws IllegalStateException when it is said more often than items were put
   */
  void taskDone();

  /**
   * Waits until all items that were put have been worked off.
   *
   * @throws InterruptedException when the thread is interrupted
   * @throws QueueShutdownException when the queue was shut down immediately, which drops items
   */
  void join() throws InterruptedException;

  /**
   * Waits until all items that were put have been worked off, or the time is up.
   *
   * @param timeout how long to wait; zero or negative only looks
   * @return true when nothing is unfinished
   * @throws InterruptedException when the thread is interrupted
   * @throws QueueShutdownException when the queue was shut down immediately, which drops items
   */
  boolean join(Duration timeout) throws InterruptedException;
}
