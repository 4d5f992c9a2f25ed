package io.mp4j.runtime.shared;

import io.mp4j.Empty;
import io.mp4j.Full;
import io.mp4j.Queue;
import io.mp4j.QueueShutdownException;
import io.mp4j.ipc.park.Parking;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A queue in the words of the JDK's interfaces, by means of a few operations.
 *
 * @param <E> the type of the items
 */
public abstract class QueueView<E> extends AbstractQueue<E> implements Queue<E> {
  /** Makes a view without a state. */
  protected QueueView() {}

  /**
   * Puts an item.
   *
   * @param item the item
   * @param nanos how long to wait for room
   * @return false when there was none in time
   * @throws InterruptedException when the thread is interrupted; the item was not put
   */
  protected abstract boolean put(E item, long nanos) throws InterruptedException;

  /**
   * Takes the oldest item.
   *
   * @param nanos how long to wait for one
   * @return null when there was none in time
   * @throws InterruptedException when the thread is interrupted; no item was taken
   */
  protected abstract E take(long nanos) throws InterruptedException;

  /**
   * Copies the first items without taking them.
   *
   * @param most how many at most
   * @return the items, oldest first
   */
  protected abstract List<E> snapshot(int most);

  /**
   * Refuses null, as the JDK's queues do.
   *
   * @param item what somebody wants to put
   */
  protected static void checkNotNull(Object item) {
    if (item == null) {
      throw new NullPointerException(
          "a queue takes no null, as java.util.concurrent.BlockingQueue: put an object that stands"
              + " for nothing, or use Mp.simpleQueue()");
    }
  }

  private Full full(String why) {
    return new Full(this + ": " + why + ": maxSize=" + maxSize());
  }

  // --- Python's verbs ----------------------------------------------------------------------------
  @Override
  public void put(E item) throws InterruptedException {
    boolean unused = put(item, Long.MAX_VALUE);
  }

  @Override
  public void put(E item, Duration timeout) throws InterruptedException {
    if (!put(item, Parking.nanos(timeout))) {
      throw full("no room within " + millis(timeout) + " ms");
    }
  }

  @Override
  public void putNow(E item) {
    if (!offer(item)) {
      throw full("no room");
    }
  }

  @Override
  public E get() throws InterruptedException {
    return take(Long.MAX_VALUE);
  }

  @Override
  public E get(Duration timeout) throws InterruptedException {
    E item = take(Parking.nanos(timeout));
    if (item == null) {
      throw new Empty(this + ": nothing came within " + millis(timeout) + " ms");
    }
    return item;
  }

  @Override
  public E getNow() {
    return remove();
  }

  // --- the JDK's verbs ---------------------------------------------------------------------------
  @Override
  public E take() throws InterruptedException {
    return take(Long.MAX_VALUE);
  }

  @Override
  public boolean offer(E item, long timeout, TimeUnit unit) throws InterruptedException {
    return put(item, Math.max(0, unit.toNanos(timeout)));
  }

  @Override
  public E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return take(Math.max(0, unit.toNanos(timeout)));
  }

  /** An operation that does not wait is not interrupted either. */
  @Override
  public boolean offer(E item) {
    return Patience.unhurried(() -> put(item, 0));
  }

  @Override
  public E poll() {
    return Patience.unhurried(() -> take(0));
  }

  @Override
  public boolean add(E item) {
    putNow(item);
    return true;
  }

  @Override
  public E remove() {
    E item = poll();
    if (item == null) {
      throw new Empty(this + " is empty");
    }
    return item;
  }

  @Override
  public E element() {
    E item = peek();
    if (item == null) {
      throw new Empty(this + " is empty");
    }
    return item;
  }

  @Override
  public E peek() {
    List<E> first = snapshot(1);
    return first.isEmpty() ? null : first.get(0);
  }

  @Override
  public Iterator<E> iterator() {
    return Collections.unmodifiableList(snapshot(Integer.MAX_VALUE)).iterator();
  }

  @Override
  public int drainTo(Collection<? super E> target) {
    return drainTo(target, Integer.MAX_VALUE);
  }

  @Override
  public int drainTo(Collection<? super E> target, int most) {
    if (target == this) {
      throw new IllegalArgumentException("a queue cannot be drained into itself");
    }
    Objects.requireNonNull(target, "target");
    int drained = 0;
    while (drained < most) {
      E item = pollOrNull();
      if (item == null) {
        break;
      }
      target.add(item);
      drained++;
    }
    return drained;
  }

  /** There is nothing to drain in a queue that was shut down and is empty. */
  private E pollOrNull() {
    try {
      return poll();
    } catch (QueueShutdownException e) {
      return null;
    }
  }

  private static long millis(Duration timeout) {
    return TimeUnit.NANOSECONDS.toMillis(Parking.nanos(timeout));
  }

  @Override
  public boolean remove(Object item) {
    throw new UnsupportedOperationException("items leave a shared queue at its head only");
  }

  @Override
  public boolean removeAll(Collection<?> items) {
    throw new UnsupportedOperationException("items leave a shared queue at its head only");
  }

  @Override
  public boolean retainAll(Collection<?> items) {
    throw new UnsupportedOperationException("items leave a shared queue at its head only");
  }

  @Override
  public void shutdown() {
    shutdown(false);
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public boolean isFull() {
    return size() >= maxSize();
  }

  @Override
  public int remainingCapacity() {
    int size = size();
    int limit = maxSize();
    return limit == UNBOUNDED ? UNBOUNDED : Math.max(0, limit - size);
  }
}
