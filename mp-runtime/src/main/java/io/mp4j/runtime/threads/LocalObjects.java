package io.mp4j.runtime.threads;

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
import io.mp4j.runtime.shared.Door;
import io.mp4j.runtime.shared.HeapCells;
import io.mp4j.spi.SharedProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the objects that threads share. */
final class LocalObjects implements SharedProvider {
  @Override
  public <E> Queue<E> queue(int maxSize) {
    return new LocalQueue<>("Queue", maxSize);
  }

  @Override
  public <E> JoinableQueue<E> joinableQueue(int maxSize) {
    return new LocalQueue<>("JoinableQueue", maxSize);
  }

  @Override
  public <E> SimpleQueue<E> simpleQueue() {
    return new LocalSimpleQueue<>();
  }

  @Override
  public <T> Pipe<T> pipe(Duplex duplex) {
    return LocalConnection.pipe(duplex);
  }

  @Override
  public Lock lock() {
    return new LocalLock();
  }

  @Override
  public RLock rlock() {
    return new LocalRLock(new LockState());
  }

  @Override
  public Semaphore semaphore(int permits) {
    return new LocalSemaphore(permits);
  }

  @Override
  public BoundedSemaphore boundedSemaphore(int permits) {
    return new LocalSemaphore.Bounded(permits);
  }

  @Override
  public Condition condition(Lock lock) {
    if (!(lock instanceof AbstractLocalLock ours)) {
      throw new IllegalArgumentException(
          "the lock of a condition is made by the same context, Mp.threads(): lock=" + lock);
    }
    return ours.newCondition();
  }

  @Override
  public Event event() {
    return new LocalEvent();
  }

  @Override
  public Barrier barrier(int parties, Optional<Action0> action, Optional<Duration> timeout) {
    return new LocalBarrier(parties, action, timeout);
  }

  @Override
  public <T> Value<T> value(Class<T> type, T initial, boolean locked) {
    return HeapCells.value(type, initial, doors("Value"), locks(locked));
  }

  @Override
  public <T> Array<T> array(Class<T> type, int length, boolean locked) {
    return HeapCells.array(type, length, doors("Array"), locks(locked));
  }

  private static Supplier<Door> doors(String noun) {
    return () -> new LocalDoor(noun, () -> {});
  }

  /** Makes handles of one lock; null for none. */
  private static Supplier<Lock> locks(boolean locked) {
    LockState state = new LockState();
    return locked ? () -> new LocalRLock(state) : null;
  }

  @Override
  public SharedMemory sharedMemory(Optional<String> name, long size) {
    return LocalBlock.create(name, size);
  }

  @Override
  public SharedMemory openSharedMemory(String name) {
    return LocalBlock.open(name);
  }

  @Override
  public ShareableList shareableList(Optional<String> name, List<?> elements) {
    return LocalList.create(name, elements);
  }

  @Override
  public ShareableList openShareableList(String name) {
    return LocalList.open(name);
  }
}
