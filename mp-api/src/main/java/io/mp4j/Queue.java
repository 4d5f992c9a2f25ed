package io.mp4j;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;

/**
 * A first-in, first-out queue that any number of processes fill and empty.
 *
 * <p>It is a {@link BlockingQueue}, with Python's verbs beside the JDK's. An item is copied when it
 * is put: it is serialized in the caller, so that what cannot travel is refused there, later
 * changes to it are not seen, and when a {@code put} has returned the item is in the queue whatever
 * becomes of the process that put it. What an item costs is paid by the two processes alone;
 * nothing passes through a third.
 *
 * <p>Items of one producer come out in the order in which it put them. A process that is killed
 * while it takes an item either took it or left it; nobody else is held up.
 *
 * <p>As the JDK's, it takes no {@code null}; {@link SimpleQueue} does. Iterators and bulk methods
 * that look inside ({@code peek}, {@code contains}, {@code iterator}) work on a snapshot, and
 * {@code remove(Object)}, {@code removeAll}, {@code retainAll} and {@code Iterator.remove} are
 * unsupported.
 *
 * <p>Answers to Python's {@code multiprocessing.Queue}. There is no background thread: {@code
 * join_thread} and {@code cancel_join_thread} have nothing to do here.
 *
 * @param <E> the type of the items
 */
public interface Queue<E> extends BlockingQueue<E>, Shared {
  /** The largest number of items of a queue that was made without a bound. */
  int UNBOUNDED = Integer.MAX_VALUE;

  /**
   * Puts an item, and waits for room in a bounded queue.
   *
   * @param item the item
   * @throws InterruptedException when the thread is interrupted; the item was not put
   * @throws SerializationException when the item cannot travel
   * @throws QueueShutdownException when the queue was shut down
   * @throws IllegalStateException when this handle is closed
   */
  @Override
  void put(E item) throws InterruptedException;

  /**
   * Puts an item, and waits for room until the time is up.
   *
   * @param item the item
   * @param timeout how long to wait; zero or negative does not wait
   * @throws Full when there was no room in time
   * @throws InterruptedException when the thread is interrupted; the item was not put
   * @throws SerializationException when the item cannot travel
   * @throws QueueShutdownException when the queue was shut down
   * @throws IllegalStateException when this handle is closed
   */
  void put(E item, Duration timeout) throws InterruptedException;

  /**
   * Puts an item without waiting. Python's {@code put_nowait}.
   *
   * @param item the item
   * @throws Full when there is no room
   * @throws SerializationException when the item cannot travel
   * @throws QueueShutdownException when the queue was shut down
   * @throws IllegalStateException when this handle is closed
   */
  void putNow(E item);

  /**
   * Takes the oldest item, and waits for one.
   *
   * @return the item
   * @throws InterruptedException when the thread is interrupted; no item was taken
   * @throws SerializationException when the item cannot be rebuilt here; it is taken
   * @throws QueueShutdownException when the queue was shut down and is empty
   * @throws IllegalStateException when this handle is closed
   */
  E get() throws InterruptedException;

  /**
   * Takes the oldest item, and waits for one until the time is up.
   *
   * @param timeout how long to wait; zero or negative does not wait
   * @return the item
   * @throws Empty when there was none in time
   * @throws InterruptedException when the thread is interrupted; no item was taken
   * @throws SerializationException when the item cannot be rebuilt here; it is taken
   * @throws QueueShutdownException when the queue was shut down and is empty
   * @throws IllegalStateException when this handle is closed
   */
  E get(Duration timeout) throws InterruptedException;

  /**
   * Takes the oldest item without waiting. Python's {@code get_nowait}.
   *
   * @return the item
   * @throws Empty when there is none
   * @throws SerializationException when the item cannot be rebuilt here; it is taken
   * @throws QueueShutdownException when the queue was shut down and is empty
   * @throws IllegalStateException when this handle is closed
   */
  E getNow();

  /**
   * Returns how many items are in the queue; others may change it at once. Python's {@code qsize}.
   *
   * @return the number of items
   */
  @Override
  int size();

  /**
   * Tells whether there is no room for another item; others may change it at once.
   *
   * @return false in a queue without a bound
   */
  boolean isFull();

  /**
   * Returns how many items fit.
   *
   * @return the bound; {@link #UNBOUNDED} when there is none
   */
  int maxSize();

  /**
   * Shuts the queue down for all processes: nobody puts any more, and what is in it can be taken.
   * The same as {@code shutdown(false)}.
   */
  void shutdown();

  /**
   * Shuts the queue down for all processes. Blocked producers fail at once, blocked consumers when
   * the queue is empty.
   *
   * @param immediate true to drop what is in the queue
   */
  void shutdown(boolean immediate);

  /**
   * Tells whether somebody has shut the queue down.
   *
   * @return true from then on
   */
  boolean isShutdown();
}
