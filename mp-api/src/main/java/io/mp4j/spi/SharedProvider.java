package io.mp4j.spi;

import io.mp4j.Array;
import io.mp4j.Barrier;
import io.mp4j.BoundedSemaphore;
import io.mp4j.Condition;
import io.mp4j.Duplex;
import io.mp4j.Event;
import io.mp4j.JoinableQueue;
import io.mp4j.Lock;
import io.mp4j.Pipe;
import io.mp4j.Queue;
import io.mp4j.RLock;
import io.mp4j.Semaphore;
import io.mp4j.ShareableList;
import io.mp4j.SharedMemory;
import io.mp4j.SimpleQueue;
import io.mp4j.Value;
import io.mp4j.function.Action0;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the objects that processes share; arguments were checked by the API. */
public interface SharedProvider {
  /**
   * Makes a queue.
   *
   * @param <E> the type of the items
   * @param maxSize how many items fit; {@link Queue#UNBOUNDED} for no bound
   * @return the queue
   */
  <E> Queue<E> queue(int maxSize);

  /**
   * Makes a queue that can be joined.
   *
   * @param <E> the type of the items
   * @param maxSize how many items fit; {@link Queue#UNBOUNDED} for no bound
   * @return the queue
   */
  <E> JoinableQueue<E> joinableQueue(int maxSize);

  /**
   * Makes a simple queue.
   *
   * @param <E> the type of the items
   * @return the queue
   */
  <E> SimpleQueue<E> simpleQueue();

  /**
   * Makes a pipe.
   *
   * @param <T> the type of the messages
   * @param duplex whether it has both directions
   * @return the pipe
   */
  <T> Pipe<T> pipe(Duplex duplex);

  /**
   * Makes a lock.
   *
   * @return the lock
   */
  Lock lock();

  /**
   * Makes a reentrant lock.
   *
   * @return the lock
   */
  RLock rlock();

  /**
   * Makes a semaphore.
   *
   * @param permits how many permits it begins with, at least 0
   * @return the semaphore
   */
  Semaphore semaphore(int permits);

  /**
   * Makes a semaphore with a bound.
   *
   * @param permits how many permits it begins with, at least 0
   * @return the semaphore
   */
  BoundedSemaphore boundedSemaphore(int permits);

  /**
   * Makes a condition.
   *
   * @param lock its lock
   * @return the condition
   */
  Condition condition(Lock lock);

  /**
   * Makes an event.
   *
   * @return the event
   */
  Event event();

  /**
   * Makes a barrier.
   *
   * @param parties how many it takes, at least 1
   * @param action what one of them runs before all go on
   * @param timeout the limit of a wait without one
   * @return the barrier
   */
  Barrier barrier(int parties, Optional<Action0> action, Optional<Duration> timeout);

  /**
   * Makes a value: an {@link io.mp4j.IntValue}, {@link io.mp4j.LongValue} or {@link
   * io.mp4j.DoubleValue} where the type is theirs.
   *
   * @param <T> the box of the type
   * @param type a primitive type
   * @param initial its first value
   * @param locked whether it goes with a lock
   * @return the value
   */
  <T> Value<T> value(Class<T> type, T initial, boolean locked);

  /**
   * Makes an array of zeros: an {@link io.mp4j.IntArray}, {@link io.mp4j.LongArray}, {@link
   * io.mp4j.DoubleArray} or {@link io.mp4j.ByteArray} where the type is theirs.
   *
   * @param <T> the box of the type
   * @param type a primitive type
   * @param length how many elements, at least 0
   * @param locked whether it goes with a lock
   * @return the array
   */
  <T> Array<T> array(Class<T> type, int length, boolean locked);

  /**
   * Makes a block of zeros.
   *
   * @param name its name; empty for one that nobody else has
   * @param size how many bytes, at least 1
   * @return the block
   */
  SharedMemory sharedMemory(Optional<String> name, long size);

  /**
   * Attaches to a block.
   *
   * @param name its name
   * @return the block
   */
  SharedMemory openSharedMemory(String name);

  /**
   * Makes a list.
   *
   * @param name its name; empty for one that nobody else has
   * @param elements its elements
   * @return the list
   */
  ShareableList shareableList(Optional<String> name, List<?> elements);

  /**
   * Attaches to a list.
   *
   * @param name its name
   * @return the list
   */
  ShareableList openShareableList(String name);
}
