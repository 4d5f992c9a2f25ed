package io.mp4j;

import io.mp4j.function.Action0;
import io.mp4j.function.Action1;
import io.mp4j.function.Function0;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * Worker processes that run tasks.
 *
 * <p>Made by {@link Mp#pool(int)}, {@link Context#pool(int)} or a {@link Builder}. Functions and
 * arguments are copied to a worker, results are copied back. Workers take work when they are free,
 * so a slow one holds nobody up. A worker that dies is replaced: what it was working on fails with
 * a {@link WorkerLostException}, everything else goes on.
 *
 * <p>All threads of the process that made it may use it, no other process. Whoever made it closes
 * it; one that is dropped without being closed ends after what it has, with a warning in the log.
 * An open pool does not keep the JVM from ending.
 *
 * <p>Calls after {@link #shutdown()}, {@link #close()} or {@link #terminate()} throw {@link
 * java.util.concurrent.RejectedExecutionException}; when workers cannot be started at all, calls
 * throw {@link BrokenPoolException}.
 *
 * <p>Answers to Python's {@code multiprocessing.Pool}.
 */
public interface Pool extends Calls, AutoCloseable {
  /**
   * Returns a view of this pool for code that knows only the JDK's interface. Its tasks travel as
   * functions do, so a lambda has to be one of a type that is {@link java.io.Serializable}; one
   * that cannot travel is refused with a {@link SerializationException}. Futures are {@link
   * AsyncResult}s; {@code shutdownNow} is {@link #terminate()} and returns the tasks that no worker
   * had begun. Answers to Python's {@code concurrent.futures.ProcessPoolExecutor}.
   *
   * @return a view; to shut it down is to shut the pool down
   */
  ExecutorService asExecutorService();

  /**
   * Returns the workers of this moment, those included that are still coming up.
   *
   * @return a copy; killing one of them costs what it is working on, and the pool replaces it
   */
  List<Process> workers();

  /**
   * Sends a value to each worker once, for all tasks that use it.
   *
   * @param <T> the type of the value
   * @param value the value, copied now; may be null
   * @return what tasks get it from
   * @throws SerializationException when it cannot travel
   */
  <T> Broadcast<T> share(T value);

  /**
   * Changes the number of workers. More are launched at once, or when they are wanted if the pool
   * {@linkplain Builder#keepWarm keeps} fewer than all; those that are too many leave when they
   * have finished what they are on.
   *
   * @param processes how many, at least 1
   * @throws java.util.concurrent.RejectedExecutionException when the pool was shut down
   */
  void resize(int processes);

  /**
   * Tells what the pool is doing.
   *
   * @return what was so at this moment
   */
  PoolStats stats();

  /**
   * Takes no new calls, lets those submitted finish, then ends the workers; returns at once. A
   * {@link ResultIterator} goes on reading its input until {@link #join()} or {@link #close()} is
   * called. Python's {@code close()}.
   */
  void shutdown();

  /**
   * Ends the workers at once; returns at once. Pending results complete with a {@link
   * java.util.concurrent.CancellationException}. Workers are asked to end first, so that their exit
   * handlers run, and killed half a second later.
   */
  void terminate();

  /**
   * Waits until all workers have ended and all callbacks have run; in a callback, only for the
   * former. A {@link ResultIterator} that has not read all of its input reads no more of it: the
   * result behind the last that it has read is a {@link
   * java.util.concurrent.RejectedExecutionException}.
   *
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalStateException when neither {@link #shutdown()} nor {@link #terminate()} was
   *     called
   */
  void join() throws InterruptedException;

  /**
   * Waits until all workers have ended, or the time is up.
   *
   * @param timeout how long to wait; zero or negative only looks
   * @return true when all workers have ended
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalStateException when neither {@link #shutdown()} nor {@link #terminate()} was
   *     called
   */
  boolean join(Duration timeout) throws InterruptedException;

  /**
   * Tells whether new calls are refused.
   *
   * @return true after {@link #shutdown()}, {@link #close()} or {@link #terminate()}
   */
  boolean isShutdown();

  /**
   * Tells whether all workers have ended.
   *
   * @return true once they have, and all results are there
   */
  boolean isTerminated();

  /**
   * Takes no new calls, waits for those submitted, for the end of the workers and for callbacks, as
   * {@code ExecutorService.close()} does. An interrupt terminates the pool and stays set. Python's
   * {@code with} statement terminates instead.
   */
  @Override
  void close();

  /** Settings of a pool; made by {@link Mp#poolBuilder()} or {@link Context#poolBuilder()}. */
  interface Builder {
    /**
     * Sets the number of workers.
     *
     * @param processes how many, at least 1; by default {@link Mp#cpuCount()}
     * @return this builder
     */
    Builder processes(int processes);

    /**
     * Names the pool; its workers and threads carry the name.
     *
     * @param name the name; by default {@code pool-1}, {@code pool-2} and so on
     * @return this builder
     */
    Builder name(String name);

    /**
     * Lets each worker run some code before its first task, also those that replace others. Static
     * fields that it sets are there for the tasks of the same worker. Three workers in a row whose
     * initializer throws or ends the process break the pool: its calls fail with a {@link
     * BrokenPoolException} whose cause tells why. Python's {@code initializer}.
     *
     * @param initializer the code; copied to each worker
     * @return this builder
     */
    Builder initializer(Action0 initializer);

    /**
     * Lets each worker run some code with an argument before its first task; as {@link
     * #initializer(Action0)}. Python's {@code initializer} and {@code initargs}.
     *
     * @param <A> the type of the argument
     * @param initializer the code; copied to each worker
     * @param argument its argument, copied to each worker once; may be null
     * @return this builder
     */
    <A> Builder initializer(Action1<A> initializer, A argument);

    /**
     * Replaces each worker when it has done so many tasks, so that what tasks leave behind does not
     * add up. Every item of a call counts; chunks are made no larger than this. Python's {@code
     * maxtasksperchild}, which counts chunks.
     *
     * @param maxTasks how many, at least 1; by default there is no limit
     * @return this builder
     */
    Builder maxTasksPerWorker(int maxTasks);

    /**
     * Lets each worker run some code when it leaves: at the end of the pool, and when it is
     * replaced in good order. One that is killed or dies does not run it. What it throws goes to
     * the worker's standard error. Python's {@code multiprocessing} has none; there it is {@code
     * atexit}.
     *
     * <p>A worker that was told to leave is killed when it has not ended within 10 seconds,
     * together with what its finalizer or the end of its state still had to do.
     *
     * @param finalizer the code; copied to each worker
     * @return this builder
     */
    Builder finalizer(Action0 finalizer);

    /**
     * Makes an object for each worker after its initializer, which its tasks get by {@link
     * Worker#state(Class)}. One that is {@link AutoCloseable} is closed when the worker leaves,
     * before the finalizer and within the same time.
     *
     * @param factory makes the object, in the worker
     * @return this builder
     */
    Builder state(Function0<?> factory);

    /**
     * Limits the time that each item may take; see {@link Calls#withTimeout(Duration)}, which
     * changes it for some calls.
     *
     * @param timeout how long, above zero
     * @return this builder
     */
    Builder timeout(Duration timeout);

    /**
     * Runs an item again whose worker was lost; see {@link Calls#withRetries(int)}, which changes
     * it for some calls.
     *
     * @param retries how often at most; 0 by default
     * @return this builder
     */
    Builder retries(int retries);

    /**
     * Sets the largest heap of each worker; as {@link Context#withHeap}.
     *
     * @param heap a number with the unit k, m, g or t, such as {@code 512m}
     * @return this builder
     */
    Builder heapPerWorker(String heap);

    /**
     * Replaces a worker between two tasks when what its heap held after its last garbage collection
     * was more than this: what it leaks does not add up. By default there is no limit.
     *
     * @param bytes the limit, above 0
     * @return this builder
     */
    Builder recycleAboveLiveHeap(long bytes);

    /**
     * Replaces a worker between two tasks when its resident memory is more than this, where the
     * platform tells. By default there is no limit.
     *
     * @param bytes the limit, above 0
     * @return this builder
     */
    Builder recycleAboveResident(long bytes);

    /**
     * Limits the resident memory of all workers together, where the platform tells: above it no
     * worker is added, and the largest is replaced when it has finished what it is on. One worker
     * is always left to work. By default there is no limit.
     *
     * @param bytes the limit, above 0
     * @return this builder
     */
    Builder memoryBudget(long bytes);

    /**
     * Launches only so many workers at once, and the others when there is work for them; of those,
     * one that finds nothing to do for the {@linkplain #idleTime idle time} leaves. By default all
     * are launched and stay.
     *
     * @param processes how many are always there, 0 or more
     * @return this builder
     */
    Builder keepWarm(int processes);

    /**
     * Sets how long a worker beyond those that are {@linkplain #keepWarm kept} waits for work.
     *
     * @param time how long, above zero; by default a minute
     * @return this builder
     */
    Builder idleTime(Duration time);

    /**
     * Makes the pool; its workers come up while this returns. The first is launched at once; the
     * others come up in parallel, as many at a time as there are processors, a moment later where
     * the first and the program need these for themselves.
     *
     * @return an open pool
     * @throws ProcessStartException when no JVM can be launched
     */
    Pool build();
  }
}
