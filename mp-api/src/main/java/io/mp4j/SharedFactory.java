package io.mp4j;

import io.mp4j.function.Action0;
import io.mp4j.spi.SharedProvider;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The objects that processes share, as {@link Context} makes them; {@link Mp} has the same methods
 * for the default context.
 *
 * <p>Each of these objects needs a file of its own in the memory file system; when that is full,
 * the factory throws an {@link MpException} that says so. Those of {@link Mp#threads()} need none.
 */
public abstract sealed class SharedFactory permits Context {
  SharedFactory() {}

  /** Who makes them. */
  abstract SharedProvider shared();

  // --- queues and pipes --------------------------------------------------------------------------

  /**
   * Makes a queue without a bound. Python's {@code Queue()}.
   *
   * @param <E> the type of the items
   * @return an empty queue
   */
  public <E> Queue<E> queue() {
    return queue(Queue.UNBOUNDED);
  }

  /**
   * Makes a queue. Python's {@code Queue(maxsize)}.
   *
   * @param <E> the type of the items
   * @param maxSize how many items fit; 0 or less for no bound
   * @return an empty queue
   */
  public <E> Queue<E> queue(int maxSize) {
    return shared().queue(bound(maxSize));
  }

  /**
   * Makes a queue that can be joined, without a bound. Python's {@code JoinableQueue()}.
   *
   * @param <E> the type of the items
   * @return an empty queue
   */
  public <E> JoinableQueue<E> joinableQueue() {
    return joinableQueue(Queue.UNBOUNDED);
  }

  /**
   * Makes a queue that can be joined. Python's {@code JoinableQueue(maxsize)}.
   *
   * @param <E> the type of the items
   * @param maxSize how many items fit; 0 or less for no bound
   * @return an empty queue
   */
  public <E> JoinableQueue<E> joinableQueue(int maxSize) {
    return shared().joinableQueue(bound(maxSize));
  }

  private static int bound(int maxSize) {
    return maxSize <= 0 ? Queue.UNBOUNDED : maxSize;
  }

  /**
   * Makes a queue of few verbs. Python's {@code SimpleQueue()}.
   *
   * @param <E> the type of the items
   * @return an empty queue
   */
  public <E> SimpleQueue<E> simpleQueue() {
    return shared().simpleQueue();
  }

  /**
   * Makes a pipe with both directions. Python's {@code Pipe()}.
   *
   * @param <T> the type of the messages
   * @return its two ends
   */
  public <T> Pipe<T> pipe() {
    return pipe(Duplex.ON);
  }

  /**
   * Makes a pipe. Python's {@code Pipe(duplex)}.
   *
   * @param <T> the type of the messages
   * @param duplex whether it has both directions
   * @return its two ends; of a one-way pipe, the first only receives
   */
  public <T> Pipe<T> pipe(Duplex duplex) {
    return shared().pipe(Arguments.require("duplex", duplex));
  }

  // --- locks -------------------------------------------------------------------------------------

  /**
   * Makes a lock. Python's {@code Lock()}.
   *
   * @return a lock that nobody holds
   */
  public Lock lock() {
    return shared().lock();
  }

  /**
   * Makes a reentrant lock. Python's {@code RLock()}.
   *
   * @return a lock that nobody holds
   */
  public RLock rlock() {
    return shared().rlock();
  }

  /**
   * Makes a semaphore. Python's {@code Semaphore(value)}.
   *
   * @param permits how many permits it begins with, at least 0
   * @return the semaphore
   */
  public Semaphore semaphore(int permits) {
    return shared().semaphore(Arguments.atLeast(0, "permits", permits));
  }

  /**
   * Makes a semaphore with a bound. Python's {@code BoundedSemaphore(value)}.
   *
   * @param permits how many permits it begins with and has at most, at least 0
   * @return the semaphore
   */
  public BoundedSemaphore boundedSemaphore(int permits) {
    return shared().boundedSemaphore(Arguments.atLeast(0, "permits", permits));
  }

  /**
   * Makes a condition with a reentrant lock of its own. Python's {@code Condition()}.
   *
   * @return the condition
   */
  public Condition condition() {
    return rlock().newCondition();
  }

  /**
   * Makes a condition of a lock. Python's {@code Condition(lock)}.
   *
   * @param lock the lock
   * @return the condition
   */
  public Condition condition(Lock lock) {
    return shared().condition(Arguments.require("lock", lock));
  }

  /**
   * Makes an event. Python's {@code Event()}.
   *
   * @return an event that is not set
   */
  public Event event() {
    return shared().event();
  }

  /**
   * Makes a barrier. Python's {@code Barrier(parties)}.
   *
   * @param parties how many it takes, at least 1
   * @return the barrier
   */
  public Barrier barrier(int parties) {
    return barrier(parties, Optional.empty(), Optional.empty());
  }

  /**
   * Makes a barrier with an action. Python's {@code Barrier(parties, action)}.
   *
   * @param parties how many it takes, at least 1
   * @param action what the last that comes runs before all go on
   * @return the barrier
   * @throws SerializationException when the action cannot travel
   */
  public Barrier barrier(int parties, Action0 action) {
    return barrier(parties, Optional.of(Arguments.require("action", action)), Optional.empty());
  }

  /**
   * Makes a barrier with a limit for waits that have none of their own. Python's {@code
   * Barrier(parties, timeout=...)}.
   *
   * @param parties how many it takes, at least 1
   * @param timeout the limit
   * @return the barrier
   */
  public Barrier barrier(int parties, Duration timeout) {
    return barrier(parties, Optional.empty(), Optional.of(Arguments.require("timeout", timeout)));
  }

  /**
   * Makes a barrier with an action and a limit. Python's {@code Barrier(parties, action, timeout)}.
   *
   * @param parties how many it takes, at least 1
   * @param action what the last that comes runs before all go on
   * @param timeout the limit
   * @return the barrier
   * @throws SerializationException when the action cannot travel
   */
  public Barrier barrier(int parties, Action0 action, Duration timeout) {
    return barrier(
        parties,
        Optional.of(Arguments.require("action", action)),
        Optional.of(Arguments.require("timeout", timeout)));
  }

  private Barrier barrier(int parties, Optional<Action0> action, Optional<Duration> timeout) {
    return shared().barrier(Arguments.atLeast(1, "parties", parties), action, timeout);
  }

  // --- values and arrays -------------------------------------------------------------------------

  /**
   * Makes a shared {@code int} with a lock. Python's {@code Value('i', initial)}.
   *
   * @param initial its first value
   * @return the value
   */
  public IntValue value(int initial) {
    return (IntValue) value(int.class, initial);
  }

  /**
   * Makes a shared {@code long} with a lock. Python's {@code Value('q', initial)}.
   *
   * @param initial its first value
   * @return the value
   */
  public LongValue value(long initial) {
    return (LongValue) value(long.class, initial);
  }

  /**
   * Makes a shared {@code double} with a lock. Python's {@code Value('d', initial)}.
   *
   * @param initial its first value
   * @return the value
   */
  public DoubleValue value(double initial) {
    return (DoubleValue) value(double.class, initial);
  }

  /**
   * Makes a shared value of any primitive type with a lock. Python's {@code Value(typecode,
   * initial)}.
   *
   * @param <T> the box of the type
   * @param type such as {@code short.class}
   * @param initial its first value
   * @return the value
   * @throws IllegalArgumentException when the type is not primitive
   */
  public <T> Value<T> value(Class<T> type, T initial) {
    return shared().value(Arguments.primitive(type), Arguments.require("initial", initial), true);
  }

  /**
   * Makes a shared value of any primitive type without a lock. Python's {@code RawValue(typecode,
   * initial)}.
   *
   * @param <T> the box of the type
   * @param type such as {@code short.class}
   * @param initial its first value
   * @return the value
   * @throws IllegalArgumentException when the type is not primitive
   */
  public <T> Value<T> rawValue(Class<T> type, T initial) {
    return shared().value(Arguments.primitive(type), Arguments.require("initial", initial), false);
  }

  /**
   * Makes a shared array with a lock. Python's {@code Array('i', sequence)}.
   *
   * @param initial its first elements, which are copied
   * @return the array
   */
  public IntArray array(int[] initial) {
    return (IntArray) filled(int.class, initial.length, initial);
  }

  /**
   * Makes a shared array with a lock. Python's {@code Array('q', sequence)}.
   *
   * @param initial its first elements, which are copied
   * @return the array
   */
  public LongArray array(long[] initial) {
    return (LongArray) filled(long.class, initial.length, initial);
  }

  /**
   * Makes a shared array with a lock. Python's {@code Array('d', sequence)}.
   *
   * @param initial its first elements, which are copied
   * @return the array
   */
  public DoubleArray array(double[] initial) {
    return (DoubleArray) filled(double.class, initial.length, initial);
  }

  /**
   * Makes a shared array with a lock. Python's {@code Array('b', sequence)}.
   *
   * @param initial its first elements, which are copied
   * @return the array
   */
  public ByteArray array(byte[] initial) {
    return (ByteArray) filled(byte.class, initial.length, initial);
  }

  /**
   * Makes a shared array of zeros with a lock. Python's {@code Array('i', size)}.
   *
   * @param length how many elements, at least 0
   * @return the array
   */
  public IntArray intArray(int length) {
    return (IntArray) array(int.class, length);
  }

  /**
   * Makes a shared array of zeros with a lock. Python's {@code Array('q', size)}.
   *
   * @param length how many elements, at least 0
   * @return the array
   */
  public LongArray longArray(int length) {
    return (LongArray) array(long.class, length);
  }

  /**
   * Makes a shared array of zeros with a lock. Python's {@code Array('d', size)}.
   *
   * @param length how many elements, at least 0
   * @return the array
   */
  public DoubleArray doubleArray(int length) {
    return (DoubleArray) array(double.class, length);
  }

  /**
   * Makes a shared array of zeros with a lock. Python's {@code Array('b', size)}.
   *
   * @param length how many elements, at least 0
   * @return the array
   */
  public ByteArray byteArray(int length) {
    return (ByteArray) array(byte.class, length);
  }

  /**
   * Makes a shared array of zeros, of any primitive type, with a lock. Python's {@code
   * Array(typecode, size)}.
   *
   * @param <T> the box of the type
   * @param type such as {@code short.class}
   * @param length how many elements, at least 0
   * @return the array
   * @throws IllegalArgumentException when the type is not primitive
   */
  public <T> Array<T> array(Class<T> type, int length) {
    return shared().array(Arguments.primitive(type), Arguments.atLeast(0, "length", length), true);
  }

  /**
   * Makes a shared array of zeros, of any primitive type, without a lock. Python's {@code
   * RawArray(typecode, size)}.
   *
   * @param <T> the box of the type
   * @param type such as {@code short.class}
   * @param length how many elements, at least 0
   * @return the array
   * @throws IllegalArgumentException when the type is not primitive
   */
  public <T> Array<T> rawArray(Class<T> type, int length) {
    return shared().array(Arguments.primitive(type), Arguments.atLeast(0, "length", length), false);
  }

  private Array<?> filled(Class<?> type, int length, Object initial) {
    Array<?> array = array(type, length);
    array.write(0, initial, 0, length);
    return array;
  }

  // --- blocks and lists --------------------------------------------------------------------------

  /**
   * Makes a block of zeros under a name of its own. Python's {@code SharedMemory(create=True,
   * size=size)}.
   *
   * @param size how many bytes, at least 1
   * @return the block
   */
  public SharedMemory sharedMemory(long size) {
    return shared().sharedMemory(Optional.empty(), Arguments.atLeast(1, "size", size));
  }

  /**
   * Makes a block of zeros under a name. Python's {@code SharedMemory(name, create=True,
   * size=size)}.
   *
   * @param name letters, digits, dots, hyphens and underscores, at most 100
   * @param size how many bytes, at least 1
   * @return the block
   * @throws MpException when the name is taken; the cause is a {@code FileAlreadyExistsException}
   */
  public SharedMemory sharedMemory(String name, long size) {
    return shared()
        .sharedMemory(Optional.of(Arguments.name(name)), Arguments.atLeast(1, "size", size));
  }

  /**
   * Attaches to a block by its name. Python's {@code SharedMemory(name)}.
   *
   * @param name the name
   * @return the block
   * @throws MpException when there is none; the cause is a {@link NoSuchFileException}
   */
  public SharedMemory openSharedMemory(String name) {
    return shared().openSharedMemory(Arguments.name(name));
  }

  /**
   * Makes a list under a name of its own. Python's {@code ShareableList(sequence)}.
   *
   * @param elements its elements, which are copied
   * @return the list
   * @throws IllegalArgumentException when one is of a type that it cannot hold
   */
  public ShareableList shareableList(List<?> elements) {
    return shared().shareableList(Optional.empty(), Arguments.require("elements", elements));
  }

  /**
   * Makes a list under a name. Python's {@code ShareableList(sequence, name=name)}.
   *
   * @param name letters, digits, dots, hyphens and underscores, at most 100
   * @param elements its elements, which are copied
   * @return the list
   * @throws IllegalArgumentException when one is of a type that it cannot hold
   * @throws MpException when the name is taken
   */
  public ShareableList shareableList(String name, List<?> elements) {
    return shared()
        .shareableList(Optional.of(Arguments.name(name)), Arguments.require("elements", elements));
  }

  /**
   * Attaches to a list by its name. Python's {@code ShareableList(name=name)}.
   *
   * @param name the name
   * @return the list
   * @throws MpException when there is none; the cause is a {@link NoSuchFileException}
   */
  public ShareableList openShareableList(String name) {
    return shared().openShareableList(Arguments.name(name));
  }
}
