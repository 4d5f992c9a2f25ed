package io.mp4j.runtime.shared;

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
import io.mp4j.ipc.codec.Codec;
import io.mp4j.spi.SharedProvider;
import io.mp4j.spi.TravelSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the objects that processes share. */
public final class SharedObjects implements SharedProvider {
  private final Codec codec;

  /**
   * Makes a maker.
   *
   * @param context says how objects travel through what it makes
   */
  public SharedObjects(TravelSettings context) {
    codec = SharedCodec.of(context);
  }

  @Override
  public <E> Queue<E> queue(int maxSize) {
    return SharedQueue.create("Queue", maxSize, codec);
  }

  @Override
  public <E> JoinableQueue<E> joinableQueue(int maxSize) {
    return SharedQueue.create("JoinableQueue", maxSize, codec);
  }

  @Override
  public <E> SimpleQueue<E> simpleQueue() {
    return SharedSimpleQueue.create(codec);
  }

  @Override
  public <T> Pipe<T> pipe(Duplex duplex) {
    return SharedConnection.pipe(duplex, codec);
  }

  @Override
  public Lock lock() {
    return SharedLock.create();
  }

  @Override
  public RLock rlock() {
    return SharedRLock.create();
  }

  @Override
  public Semaphore semaphore(int permits) {
    return SharedSemaphore.create(permits);
  }

  @Override
  public BoundedSemaphore boundedSemaphore(int permits) {
    return SharedSemaphore.createBounded(permits);
  }

  @Override
  public Condition condition(Lock lock) {
    return SharedCondition.create(lock);
  }

  @Override
  public Event event() {
    return SharedEvent.create();
  }

  @Override
  public Barrier barrier(int parties, Optional<Action0> action, Optional<Duration> timeout) {
    return SharedBarrier.create(parties, action, timeout, codec);
  }

  @Override
  public <T> Value<T> value(Class<T> type, T initial, boolean locked) {
    return SharedValue.create(type, initial, locked);
  }

  @Override
  public <T> Array<T> array(Class<T> type, int length, boolean locked) {
    return SharedArray.create(type, length, locked);
  }

  @Override
  public SharedMemory sharedMemory(Optional<String> name, long size) {
    return SharedBlock.create(name, size);
  }

  @Override
  public SharedMemory openSharedMemory(String name) {
    return SharedBlock.open(name);
  }

  @Override
  public ShareableList shareableList(Optional<String> name, List<?> elements) {
    return SharedList.create(name, elements);
  }

  @Override
  public ShareableList openShareableList(String name) {
    return SharedList.open(name);
  }
}
