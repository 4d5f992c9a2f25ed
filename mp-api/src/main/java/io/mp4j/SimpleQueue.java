package io.mp4j;

/**
 * A queue of few verbs: a pipe of which any number of processes use both ends.
 *
 * <p>As in a pipe, {@link #put} waits while much is unread. It takes {@code null}.
 *
 * <p>Answers to Python's {@code multiprocessing.SimpleQueue}.
 *
 * @param <E> the type of the items
 */
public interface SimpleQueue<E> extends Shared {
  /**
   * Puts an item, and waits while there is no room for its bytes.
   *
   * @param item the item; may be null
   * @throws InterruptedException when the thread is interrupted; the item was not put
   * @throws SerializationException when the item cannot travel
   * @throws IllegalStateException when this handle is closed
   */
  void put(E item) throws InterruptedException;

  /**
   * Takes the oldest item, and waits for one.
   *
   * @return the item; may be null
   * @throws InterruptedException when the thread is interrupted; no item was taken
   * @throws SerializationException when the item cannot be rebuilt here; it is taken
   * @throws IllegalStateException when this handle is closed
   */
  E get() throws InterruptedException;

  /**
   * Tells whether there is nothing to take; others may change it at once.
   *
   * @return true when it is empty
   * @throws IllegalStateException when this handle is closed
   */
  boolean isEmpty();
}
