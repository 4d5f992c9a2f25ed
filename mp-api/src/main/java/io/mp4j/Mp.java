package io.mp4j;

import io.mp4j.function.Action0;
import io.mp4j.function.Action1;
import io.mp4j.function.Action2;
import io.mp4j.function.Action3;
import io.mp4j.spi.MpProvider;
import java.nio.channels.SelectableChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The entry point: the functions of Python's {@code multiprocessing} module, on the default
 * context.
 *
 * <pre>{@code
 * try (Pool pool = Mp.pool(4)) {
 *   List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3, 4, 5));
 * }
 * }</pre>
 *
 * <p>Safe for all threads of all processes.
 */
public final class Mp {
  private Mp() {}

  /**
   * Returns the default context, from which others are made with {@code with} methods. Python's
   * {@code get_context()}.
   *
   * @return the default context
   */
  public static Context context() {
    return Context.DEFAULT;
  }

  /**
   * Returns a context whose factories make the same objects for the threads of this JVM. Python's
   * {@code multiprocessing.dummy}.
   *
   * <p>Its processes are threads, virtual ones where the JDK has them, and all of them see this
   * JVM's statics, system properties and streams. Objects pass by reference: nothing is serialized,
   * nothing is copied except arrays of bytes that are sent as messages, and no file is needed.
   * Errors, time-outs, limits, interruption and shutdown are those of the default context. So it
   * serves work that waits more than it computes, platforms without shared memory, and tests.
   *
   * <p>A process that is a thread counts as a process in these ways: it has a name and a daemon
   * flag of its own that {@link #currentProcess()} tells; what it closes stays open for others,
   * also when they refer to the same object; and when it ends, locks and permits that it holds pass
   * on, and its ends of pipes count as closed. A process holds the end of a pipe that is among its
   * arguments, or captured by its lambda, from its start on, and any other from its first use on.
   * Threads that a target starts belong to its process.
   *
   * <p>What cannot be the same: a thread cannot be killed, so {@link Process#terminate()} and
   * {@link Process#kill()} interrupt it, {@link Process#close()} leaves behind one that has not
   * ended two seconds after that, and a pool abandons and replaces a worker that it would kill;
   * {@link Process#pid()} is this JVM's; {@code System.exit} ends all, and {@link #atExit exit
   * handlers} run when all has ended. An object that was sent through a pipe has no bytes, so that
   * only {@link Connection#recv()} receives it. Where threads are virtual, a target that computes
   * or spins for long holds a processor, and as many of them as there are processors keep the
   * others waiting. Settings of a context that are about JVMs, such as {@link Context#withHeap},
   * are accepted and have no effect. Its objects stay in this JVM: sending one to a child JVM is a
   * {@link SerializationException}.
   *
   * @return the context of threads
   */
  public static Context threads() {
    return Context.THREADS;
  }

  /**
   * Makes a process that will run a target in a child JVM. Python's {@code Process(target=...)}.
   *
   * @param target what the child runs: a method reference, a lambda, or an object with fields
   * @return a process that has not been started
   */
  public static Process process(Action0 target) {
    return context().process(target);
  }

  /**
   * Makes a process with an argument; as {@link #process(Action0)}.
   *
   * @param <A> the type of the argument
   * @param target what the child runs
   * @param argument its argument; may be null
   * @return a process that has not been started
   */
  public static <A> Process process(Action1<A> target, A argument) {
    return context().process(target, argument);
  }

  /**
   * Makes a process with two arguments; as {@link #process(Action0)}.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param target what the child runs
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @return a process that has not been started
   */
  public static <A, B> Process process(Action2<A, B> target, A first, B second) {
    return context().process(target, first, second);
  }

  /**
   * Makes a process with three arguments; as {@link #process(Action0)}.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param <C> the type of the third argument
   * @param target what the child runs
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @param third its third argument; may be null
   * @return a process that has not been started
   */
  public static <A, B, C> Process process(Action3<A, B, C> target, A first, B second, C third) {
    return context().process(target, first, second, third);
  }

  /**
   * Makes a pool with as many workers as there are processors. Python's {@code Pool()}.
   *
   * @return an open pool
   * @throws ProcessStartException when no JVM can be launched
   */
  public static Pool pool() {
    return context().pool();
  }

  /**
   * Makes a pool. Python's {@code Pool(processes)}.
   *
   * @param processes how many workers, at least 1
   * @return an open pool
   * @throws ProcessStartException when no JVM can be launched
   */
  public static Pool pool(int processes) {
    return context().pool(processes);
  }

  /**
   * Collects the settings of a pool.
   *
   * @return a builder with the defaults
   */
  public static Pool.Builder poolBuilder() {
    return context().poolBuilder();
  }

  // --- queues and pipes --------------------------------------------------------------------------

  /**
   * Makes a queue without a bound. Python's {@code Queue()}.
   *
   * @param <E> the type of the items
   * @return an empty queue
   */
  public static <E> Queue<E> queue() {
    return context().queue();
  }

  /**
   * Makes a queue. Python's {@code Queue(maxsize)}.
   *
   * @param <E> the type of the items
   * @param maxSize how many items fit; 0 or less for no bound
   * @return an empty queue
   */
  public static <E> Queue<E> queue(int maxSize) {
    return context().queue(maxSize);
  }

  /**
   * Makes a queue that can be joined, without a bound. Python's {@code JoinableQueue()}.
   *
   * @param <E> the type of the items
   * @return an empty queue
   */
  public static <E> JoinableQueue<E> joinableQueue() {
    return context().joinableQueue();
  }

  /**
   * Makes a queue that can be joined. Python's {@code JoinableQueue(maxsize)}.
   *
   * @param <E> the type of the items
   * @param maxSize how many items fit; 0 or less for no bound
   * @return an empty queue
   */
  public static <E> JoinableQueue<E> joinableQueue(int maxSize) {
    return context().joinableQueue(maxSize);
  }

  /**
   * Makes a queue of few verbs. Python's {@code SimpleQueue()}.
   *
   * @param <E> the type of the items
   * @return an empty queue
   */
  public static <E> SimpleQueue<E> simpleQueue() {
    return context().simpleQueue();
  }

  /**
   * Makes a pipe with both directions. Python's {@code Pipe()}.
   *
   * @param <T> the type of the messages
   * @return its two ends
   */
  public static <T> Pipe<T> pipe() {
    return context().pipe();
  }

  /**
   * Makes a pipe. Python's {@code Pipe(duplex)}.
   *
   * @param <T> the type of the messages
   * @param duplex whether it has both directions
   * @return its two ends; of a one-way pipe, the first only receives
   */
  public static <T> Pipe<T> pipe(Duplex duplex) {
    return context().pipe(duplex);
  }

  // --- locks -------------------------------------------------------------------------------------

  /**
   * Makes a lock. Python's {@code Lock()}.
   *
   * @return a lock that nobody holds
   */
  public static Lock lock() {
    return context().lock();
  }

  /**
   * Makes a reentrant lock. Python's {@code RLock()}.
   *
   * @return a lock that nobody holds
   */
  public static RLock rlock() {
    return context().rlock();
  }

  /**
   * Makes a semaphore. Python's {@code Semaphore(value)}.
   *
   * @param permits how many permits it begins with, at least 0
   * @return the semaphore
   */
  public static Semaphore semaphore(int permits) {
    return context().semaphore(permits);
  }

  /**
   * Makes a semaphore with a bound. Python's {@code BoundedSemaphore(value)}.
   *
   * @param permits how many permits it begins with and has at most, at least 0
   * @return the semaphore
   */
  public static BoundedSemaphore boundedSemaphore(int permits) {
    return context().boundedSemaphore(permits);
  }

  /**
   * Makes a condition with a reentrant lock of its own. Python's {@code Condition()}.
   *
   * @return the condition
   */
  public static Condition condition() {
    return context().condition();
  }

  /**
   * Makes a condition of a lock. Python's {@code Condition(lock)}.
   *
   * @param lock the lock
   * @return the condition
   */
  public static Condition condition(Lock lock) {
    return context().condition(lock);
  }

  /**
   * Makes an event. Python's {@code Event()}.
   *
   * @return an event that is not set
   */
  public static Event event() {
    return context().event();
  }

  /**
   * Makes a barrier. Python's {@code Barrier(parties)}.
   *
   * @param parties how many it takes, at least 1
   * @return the barrier
   */
  public static Barrier barrier(int parties) {
    return context().barrier(parties);
  }

  /**
   * Makes a barrier with an action. Python's {@code Barrier(parties, action)}.
   *
   * @param parties how many it takes, at least 1
   * @param action what the last that comes runs before all go on
   * @return the barrier
   * @throws SerializationException when the action cannot travel
   */
  public static Barrier barrier(int parties, Action0 action) {
    return context().barrier(parties, action);
  }

  /**
   * Makes a barrier with a limit for waits that have none of their own. Python's {@code
   * Barrier(parties, timeout=...)}.
   *
   * @param parties how many it takes, at least 1
   * @param timeout the limit
   * @return the barrier
   */
  public static Barrier barrier(int parties, Duration timeout) {
    return context().barrier(parties, timeout);
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
  public static Barrier barrier(int parties, Action0 action, Duration timeout) {
    return context().barrier(parties, action, timeout);
  }

  // --- values and arrays -------------------------------------------------------------------------

  /**
   * Makes a shared {@code int} with a lock. Python's {@code Value('i', initial)}.
   *
   * @param initial its first value
   * @return the value
   */
  public static IntValue value(int initial) {
    return context().value(initial);
  }

  /**
   * Makes a shared {@code long} with a lock. Python's {@code Value('q', initial)}.
   *
   * @param initial its first value
   * @return the value
   */
  public static LongValue value(long initial) {
    return context().value(initial);
  }

  /**
   * Makes a shared {@code double} with a lock. Python's {@code Value('d', initial)}.
   *
   * @param initial its first value
   * @return the value
   */
  public static DoubleValue value(double initial) {
    return context().value(initial);
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
  public static <T> Value<T> value(Class<T> type, T initial) {
    return context().value(type, initial);
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
  public static <T> Value<T> rawValue(Class<T> type, T initial) {
    return context().rawValue(type, initial);
  }

  /**
   * Makes a shared array with a lock. Python's {@code Array('i', sequence)}.
   *
   * @param initial its first elements, which are copied
   * @return the array
   */
  public static IntArray array(int[] initial) {
    return context().array(initial);
  }

  /**
   * Makes a shared array with a lock. Python's {@code Array('q', sequence)}.
   *
   * @param initial its first elements, which are copied
   * @return the array
   */
  public static LongArray array(long[] initial) {
    return context().array(initial);
  }

  /**
   * Makes a shared array with a lock. Python's {@code Array('d', sequence)}.
   *
   * @param initial its first elements, which are copied
   * @return the array
   */
  public static DoubleArray array(double[] initial) {
    return context().array(initial);
  }

  /**
   * Makes a shared array with a lock. Python's {@code Array('b', sequence)}.
   *
   * @param initial its first elements, which are copied
   * @return the array
   */
  public static ByteArray array(byte[] initial) {
    return context().array(initial);
  }

  /**
   * Makes a shared array of zeros with a lock. Python's {@code Array('i', size)}.
   *
   * @param length how many elements, at least 0
   * @return the array
   */
  public static IntArray intArray(int length) {
    return context().intArray(length);
  }

  /**
   * Makes a shared array of zeros with a lock. Python's {@code Array('q', size)}.
   *
   * @param length how many elements, at least 0
   * @return the array
   */
  public static LongArray longArray(int length) {
    return context().longArray(length);
  }

  /**
   * Makes a shared array of zeros with a lock. Python's {@code Array('d', size)}.
   *
   * @param length how many elements, at least 0
   * @return the array
   */
  public static DoubleArray doubleArray(int length) {
    return context().doubleArray(length);
  }

  /**
   * Makes a shared array of zeros with a lock. Python's {@code Array('b', size)}.
   *
   * @param length how many elements, at least 0
   * @return the array
   */
  public static ByteArray byteArray(int length) {
    return context().byteArray(length);
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
  public static <T> Array<T> array(Class<T> type, int length) {
    return context().array(type, length);
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
  public static <T> Array<T> rawArray(Class<T> type, int length) {
    return context().rawArray(type, length);
  }

  // --- blocks and lists --------------------------------------------------------------------------

  /**
   * Makes a block of zeros under a name of its own. Python's {@code SharedMemory(create=True,
   * size=size)}.
   *
   * @param size how many bytes, at least 1
   * @return the block
   */
  public static SharedMemory sharedMemory(long size) {
    return context().sharedMemory(size);
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
  public static SharedMemory sharedMemory(String name, long size) {
    return context().sharedMemory(name, size);
  }

  /**
   * Attaches to a block by its name. Python's {@code SharedMemory(name)}.
   *
   * @param name the name
   * @return the block
   * @throws MpException when there is none; the cause is a {@link NoSuchFileException}
   */
  public static SharedMemory openSharedMemory(String name) {
    return context().openSharedMemory(name);
  }

  /**
   * Makes a list under a name of its own. Python's {@code ShareableList(sequence)}.
   *
   * @param elements its elements, which are copied
   * @return the list
   * @throws IllegalArgumentException when one is of a type that it cannot hold
   */
  public static ShareableList shareableList(List<?> elements) {
    return context().shareableList(elements);
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
  public static ShareableList shareableList(String name, List<?> elements) {
    return context().shareableList(name, elements);
  }

  /**
   * Attaches to a list by its name. Python's {@code ShareableList(name=name)}.
   *
   * @param name the name
   * @return the list
   * @throws MpException when there is none; the cause is a {@link NoSuchFileException}
   */
  public static ShareableList openShareableList(String name) {
    return context().openShareableList(name);
  }

  // --- processes --------------------------------------------------------------------------------

  /**
   * Waits until something is ready. Python's {@code multiprocessing.connection.wait}.
   *
   * @param waitables connections, {@linkplain Process#sentinel() sentinels} of processes, and
   *     {@linkplain #waitable channels}
   * @return those that are ready, in the order given; at least one
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException when there is nothing to wait for
   */
  public static List<Waitable> waitAny(Waitable... waitables) throws InterruptedException {
    return MpProvider.instance().waitAny(List.of(waitables), Optional.empty());
  }

  /**
   * Waits until something is ready.
   *
   * @param <W> the type of what to wait for
   * @param waitables as in {@link #waitAny(Waitable...)}
   * @return those that are ready, in the order given; at least one
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException when there is nothing to wait for
   */
  public static <W extends Waitable> List<W> waitAny(Collection<? extends W> waitables)
      throws InterruptedException {
    return waitAny(waitables, Optional.empty());
  }

  /**
   * Waits until something is ready, or the time is up.
   *
   * @param <W> the type of what to wait for
   * @param waitables as in {@link #waitAny(Waitable...)}
   * @param timeout how long to wait; zero or negative only looks
   * @return those that are ready, in the order given; empty when the time was up
   * @throws InterruptedException when the thread is interrupted
   */
  public static <W extends Waitable> List<W> waitAny(
      Collection<? extends W> waitables, Duration timeout) throws InterruptedException {
    return waitAny(waitables, Optional.of(Arguments.require("timeout", timeout)));
  }

  @SuppressWarnings("unchecked") // they are some of those that were given
  private static <W extends Waitable> List<W> waitAny(
      Collection<? extends W> waitables, Optional<Duration> timeout) throws InterruptedException {
    Arguments.require("waitables", waitables);
    return (List<W>) MpProvider.instance().waitAny(waitables, timeout);
  }

  /**
   * Makes something to wait for of a channel, such as an accepted socket: ready when it can be
   * read, or accepts or connects, without waiting.
   *
   * @param channel a channel in non-blocking mode
   * @return to be used with {@link #waitAny}
   * @throws IllegalArgumentException when the channel is in blocking mode
   */
  public static Waitable waitable(SelectableChannel channel) {
    return MpProvider.instance().waitable(Arguments.require("channel", channel));
  }

  /**
   * Returns this process. Python's {@code current_process()}.
   *
   * @return the process that asks
   */
  public static CurrentProcess currentProcess() {
    return MpProvider.instance().currentProcess();
  }

  /**
   * Returns the process that started this one. Python's {@code parent_process()}.
   *
   * @return the parent; empty in the main process
   */
  public static Optional<ParentProcess> parentProcess() {
    return MpProvider.instance().parentProcess();
  }

  /**
   * Returns the worker of a pool that runs the calling task. Python has no such name; mpire's
   * {@code pass_worker_id} and {@code use_worker_state} are its like.
   *
   * @return the worker
   * @throws IllegalStateException when no worker of a pool runs this code
   */
  public static Worker worker() {
    return MpProvider.instance()
        .worker()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no worker of a pool runs this code; a task may ask, in any thread of its"
                        + " worker"));
  }

  /**
   * Returns the children of this process that live, workers of pools among them. Python's {@code
   * active_children()}.
   *
   * @return a copy
   */
  public static List<Process> activeChildren() {
    return MpProvider.instance().activeChildren();
  }

  /**
   * Launches JVMs ahead, for processes and pools that will be started: each start then takes a
   * message instead of a JVM. They wait for as long as {@link Context#spareIdleTime()} says. What
   * Python's {@code forkserver} and {@code set_forkserver_preload} are for.
   *
   * @param count how many JVMs are to wait, at least 1; those that wait already count
   * @return completes when they are up, or cannot be, such as for lack of memory: a start then
   *     launches what it needs
   */
  public static CompletableFuture<Void> prewarm(int count) {
    return context().prewarm(count);
  }

  /**
   * Returns how many processors this process may use, with the limits of a container. Python's
   * {@code cpu_count()}.
   *
   * @return at least 1
   */
  public static int cpuCount() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Registers code to run when this process ends, with priority 0; see {@link #atExit(int,
   * Action0)}.
   *
   * @param handler the code
   */
  public static void atExit(Action0 handler) {
    atExit(0, handler);
  }

  /**
   * Registers code to run when this process ends: after its target and its threads that are no
   * daemons, or by {@code System.exit}, or by a signal that lets a JVM run its shutdown hooks.
   *
   * <p>Handlers of a higher priority run first, those of the same priority in reverse order; those
   * below zero run after the daemon children were ended. What one throws is logged and does not
   * keep the others from running. Children do not inherit handlers. Answers to Python's {@code
   * multiprocessing.util.Finalize} and {@code atexit.register}.
   *
   * @param priority the priority
   * @param handler the code
   * @throws IllegalStateException when this process is ending already
   */
  public static void atExit(int priority, Action0 handler) {
    MpProvider.instance().atExit(priority, Arguments.require("handler", handler));
  }
}
