package io.mp4j;

import io.mp4j.function.Action0;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import io.mp4j.function.Function2;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The verbs of a pool, with settings for the calls that go through here.
 *
 * <p>A {@link Pool} is one with the settings that it was built with; each {@code with} method
 * returns another, which shares the workers and changes one setting:
 *
 * <pre>{@code
 * Calls careful = pool.withTimeout(Duration.ofSeconds(5)).withRetries(2);
 * List<Page> pages = careful.map(Page::fetch, addresses);
 * }</pre>
 *
 * <p>Immutable and safe for all threads of the process that made the pool; there is nothing to be
 * closed but the pool.
 */
public interface Calls {
  // --- settings ----------------------------------------------------------------------------------

  /**
   * Limits the time that each item may take, from when a worker begins it. Then its thread is
   * interrupted; when that does not end it within a second, its worker is killed and replaced.
   * Either way the item fails with a {@link TaskTimeoutException}, and no other item does; it
   * carries the stack of the thread, unless that did not come before the worker was killed. Python
   * has only time-outs for waiting.
   *
   * @param timeout how long, above zero
   * @return the same verbs with this limit
   */
  Calls withTimeout(Duration timeout);

  /**
   * Limits the time that each item may take; as {@link #withTimeout(Duration)}.
   *
   * @param timeout how long until its thread is interrupted, above zero
   * @param grace how much longer until its worker is killed; zero or more
   * @return the same verbs with these limits
   */
  Calls withTimeout(Duration timeout, Duration grace);

  /**
   * Runs an item again whose worker was lost, after a pause of 100 ms that doubles each time, up to
   * ten seconds. An item that runs again runs alone: its worker holds nothing else meanwhile. What
   * a task throws is a result, and a time-out is one too; they are not retried. What a task has
   * done before its worker was lost is done twice.
   *
   * @param retries how often at most; 0, the default, lets such an item fail at once
   * @return the same verbs with this setting
   */
  Calls withRetries(int retries);

  /**
   * Runs an item again whose worker was lost; as {@link #withRetries(int)}.
   *
   * @param retries how often at most
   * @param backOff the pause before the first time, above zero; it doubles each time
   * @return the same verbs with this setting
   */
  Calls withRetries(int retries, Duration backOff);

  /**
   * Lets calls go before others that wait for workers; what has begun goes on.
   *
   * @param priority the higher the earlier; 0 by default
   * @return the same verbs with this priority
   */
  Calls withPriority(int priority);

  /**
   * Tells how far each call has come: about ten times a second while outcomes come in, and once
   * when it is done. Runs in the pool's thread for callbacks; what it throws goes to the log.
   *
   * @param listener is told
   * @return the same verbs with this listener
   */
  Calls withProgress(ProgressListener listener);

  // --- one task ----------------------------------------------------------------------------------

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
   * <p>What is a lot to send is sent bit by bit as workers take it, so that the items themselves
   * must not be changed before the call is done.
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
   * Applies a function to every element of a stream and returns at once. The stream is read in a
   * thread of the library, only so far ahead as keeps the workers busy, and closed at the end. What
   * it throws, or an element that cannot travel, fails the call; the results are kept until all are
   * there.
   *
   * @param <T> the type of the elements
   * @param <R> the type of the results
   * @param function the code
   * @param items the input, which nobody else reads; may hold nulls
   * @param chunkSize how many items travel together, at least 1
   * @return the results to come
   * @throws SerializationException when the function cannot travel
   */
  <T, R> AsyncResult<List<R>> mapAsync(
      Function1<? super T, ? extends R> function, Stream<? extends T> items, int chunkSize);

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
   * two chunks are under way. An item that cannot travel is thrown in its place, and no other.
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
}
