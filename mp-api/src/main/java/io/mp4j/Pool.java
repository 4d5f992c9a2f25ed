package io.mp4j;

import io.mp4j.function.Action0;
import io.mp4j.function.Action1;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import io.mp4j.function.Function2;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/**
 * A fixed number of worker processes that run tasks.
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
public interface Pool extends AutoCloseable {
  /**
   * Runs a function in a worker and waits for its result.
   *
   * @param <R> the type of the result
   * @param function the code; an unchecked exception of it is rethrown as itself, a checked one as
   *     the cause of a {@link TaskException}
   * @return the result; may be null
   * @throws InterruptedException when the thread is interrupted; the call is cancelled
   * @throws SerializationException when the function or its result cannot travel
   * @throws WorkerLostException when the worker dies meanwhile
   */
  <R> R apply(Function0<R> function) throws InterruptedException;

  /**
   * Runs an action in a worker and waits until it is done; as {@link #apply(Function0)}.
   *
   * @param action the code
   * @throws InterruptedException when the thread is interrupted; the call is cancelled
   */
  void apply(Action0 action) throws InterruptedException;

  /**
   * Runs a function of one argument in a worker and waits for its result; as {@link
   * #apply(Function0)}.
   *
   * @param <A> the type of the argument
   * @param <R> the type of the result
   * @param function the code
   * @param argument its argument; may be null
   * @return the result; may be null
   * @throws InterruptedException when the thread is interrupted; the call is cancelled
   */
  <A, R> R apply(Function1<A, R> function, A argument) throws InterruptedException;

  /**
   * Runs a function of two arguments in a worker and waits for its result; as {@link
   * #apply(Function0)}.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param <R> the type of the result
   * @param function the code
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @return the result; may be null
   * @throws InterruptedException when the thread is interrupted; the call is cancelled
   */
  <A, B, R> R apply(Function2<A, B, R> function, A first, B second) throws InterruptedException;

  /**
   * Runs a function in a worker and returns at once. Python's {@code apply_async}.
   *
   * @param <R> the type of the result
   * @param function the code
   * @return the result to come
   * @throws SerializationException when the function cannot travel
   */
  <R> AsyncResult<R> applyAsync(Function0<R> function);

  /**
   * Runs an action in a worker and returns at once; as {@link #applyAsync(Function0)}.
   *
   * @param action the code
   * @return the end to come; its value is null
   */
  AsyncResult<Void> applyAsync(Action0 action);

  /**
   * Runs a function of one argument in a worker and returns at once; as {@link
   * #applyAsync(Function0)}.
   *
   * @param <A> the type of the argument
   * @param <R> the type of the result
   * @param function the code
   * @param argument its argument; may be null
   * @return the result to come
   */
  <A, R> AsyncResult<R> applyAsync(Function1<A, R> function, A argument);

  /**
   * Runs a function of two arguments in a worker and returns at once; as {@link
   * #applyAsync(Function0)}.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param <R> the type of the result
   * @param function the code
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @return the result to come
   */
  <A, B, R> AsyncResult<R> applyAsync(Function2<A, B, R> function, A first, B second);

  /**
   * Applies a function to every item, in parallel, and waits for all results.
   *
   * <p>The items travel in chunks: a quarter of an even share for each worker, as in Python. When
   * items fail, the call waits for all of them and then throws what {@link #apply(Function0)} would
   * throw for the first failing item of the input.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param function the code
   * @param items the input, read to its end before anything is sent; may hold nulls
   * @return the results in the order of the items; may hold nulls
   * @throws InterruptedException when the thread is interrupted; the call is cancelled
   * @throws SerializationException when the function, an item or a result cannot travel
   * @throws WorkerLostException when a worker dies meanwhile
   */
  <T, R> List<R> map(Function1<? super T, ? extends R> function, Iterable<? extends T> items)
      throws InterruptedException;

  /**
   * Applies a function to every item with a chunk size of the caller's choice; as {@link
   * #map(Function1, Iterable)}.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param function the code
   * @param items the input, read to its end before anything is sent; may hold nulls
   * @param chunkSize how many items travel together, at least 1
   * @return the results in the order of the items; may hold nulls
   * @throws InterruptedException when the thread is interrupted; the call is cancelled
   */
  <T, R> List<R> map(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize)
      throws InterruptedException;

  /**
   * Applies a function to every item and returns at once. Python's {@code map_async}. What the
   * input's iterator throws is thrown here.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param function the code
   * @param items the input, read to its end before this returns; may hold nulls
   * @return the results to come, as {@link #map(Function1, Iterable)} would return them
   * @throws SerializationException when the function or an item cannot travel
   */
  <T, R> AsyncResult<List<R>> mapAsync(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items);

  /**
   * Applies a function to every item with a chunk size of the caller's choice and returns at once;
   * as {@link #mapAsync(Function1, Iterable)}.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param function the code
   * @param items the input, read to its end before this returns; may hold nulls
   * @param chunkSize how many items travel together, at least 1
   * @return the results to come
   */
  <T, R> AsyncResult<List<R>> mapAsync(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize);

  /**
   * Applies a function of two arguments to every pair, in parallel, and waits for all results; as
   * {@link #map(Function1, Iterable)}.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param function the code
   * @param pairs the input, as keys and values; {@link Map#entry} for arguments that are not null
   * @return the results in the order of the pairs; may hold nulls
   * @throws InterruptedException when the thread is interrupted; the call is cancelled
   */
  <A, B, R> List<R> starmap(
      Function2<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs)
      throws InterruptedException;

  /**
   * Applies a function of two arguments to every pair with a chunk size of the caller's choice; as
   * {@link #starmap(Function2, Iterable)}.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param function the code
   * @param pairs the input, as keys and values
   * @param chunkSize how many pairs travel together, at least 1
   * @return the results in the order of the pairs; may hold nulls
   * @throws InterruptedException when the thread is interrupted; the call is cancelled
   */
  <A, B, R> List<R> starmap(
      Function2<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
      int chunkSize)
      throws InterruptedException;

  /**
   * Applies a function of two arguments to every pair and returns at once. Python's {@code
   * starmap_async}.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param function the code
   * @param pairs the input, as keys and values
   * @return the results to come
   */
  <A, B, R> AsyncResult<List<R>> starmapAsync(
      Function2<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs);

  /**
   * Applies a function of two arguments to every pair with a chunk size of the caller's choice and
   * returns at once; as {@link #starmapAsync(Function2, Iterable)}.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param function the code
   * @param pairs the input, as keys and values
   * @param chunkSize how many pairs travel together, at least 1
   * @return the results to come
   */
  <A, B, R> AsyncResult<List<R>> starmapAsync(
      Function2<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
      int chunkSize);

  /**
   * Applies a function to every item and gives the results one by one, in the order of the items.
   * The input is read as results are taken: for each worker two items are under way.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param function the code
   * @param items the input, which may have no end; read by the threads that take results
   * @return the results to come
   * @throws SerializationException when the function cannot travel; an item that cannot is thrown
   *     where its result would come
   */
  <T, R> ResultIterator<R> imap(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items);

  /**
   * Applies a function to every item with a chunk size of the caller's choice and gives the results
   * one by one, in the order of the items; as {@link #imap(Function1, Iterable)}. For each worker
   * two chunks are under way. An item that cannot travel fails all of its chunk.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param function the code
   * @param items the input, which may have no end; read by the threads that take results
   * @param chunkSize how many items travel together, at least 1
   * @return the results to come
   */
  <T, R> ResultIterator<R> imap(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize);

  /**
   * Applies a function to every item and gives the results one by one, as they come; as {@link
   * #imap(Function1, Iterable)}. Python's {@code imap_unordered}.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param function the code
   * @param items the input, which may have no end; read by the threads that take results
   * @return the results to come
   */
  <T, R> ResultIterator<R> imapUnordered(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items);

  /**
   * Applies a function to every item with a chunk size of the caller's choice and gives the results
   * one by one, as they come; as {@link #imap(Function1, Iterable, int)}.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param function the code
   * @param items the input, which may have no end; read by the threads that take results
   * @param chunkSize how many items travel together, at least 1
   * @return the results to come
   */
  <T, R> ResultIterator<R> imapUnordered(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize);

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
     * Makes the pool; its workers come up in parallel while this returns.
     *
     * @return an open pool
     * @throws ProcessStartException when no JVM can be launched
     */
    Pool build();
  }
}
