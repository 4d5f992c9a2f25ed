package io.mp4j;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The results of {@link Pool#imap} and {@link Pool#imapUnordered}, one by one while the call goes
 * on.
 *
 * <p>The call reads its input as results are taken, in the thread that takes them, and only so far
 * ahead as keeps the workers busy: an input without end works, and takes constant memory. A result
 * that is an error is thrown in its place, as {@link Pool#apply} would throw it; the results behind
 * it can still be taken. What the input throws comes where its item would have come, and ends the
 * results.
 *
 * <p>Safe for all threads of the process: each result goes to one of them. Whoever does not take
 * all results {@linkplain #close closes} the iterator; one that is dropped is closed with its pool.
 *
 * <p>Answers to Python's {@code multiprocessing.pool.IMapIterator}.
 *
 * @param <R> the type of the results
 */
public interface ResultIterator<R> extends Iterator<R>, AutoCloseable {
  /**
   * Tells whether there is another result, and reads the input for that if nothing is under way.
   * Does not wait for the result itself.
   *
   * @return false when all have been taken, or this was closed
   */
  @Override
  boolean hasNext();

  /**
   * Waits for the next result. An interrupt makes it throw an {@link MpException}, and stays set;
   * {@link #take()} throws as other blocking methods do.
   *
   * @return the result; may be null
   * @throws NoSuchElementException when all have been taken, or this was closed
   * @throws WorkerLostException when the worker died that was working on the item
   * @throws java.util.concurrent.CancellationException when the pool was terminated
   */
  @Override
  R next();

  /**
   * Waits for the next result.
   *
   * @return the result; may be null
   * @throws InterruptedException when the thread is interrupted; no result is lost
   * @throws NoSuchElementException when all have been taken, or this was closed
   */
  R take() throws InterruptedException;

  /**
   * Waits for the next result for a limited time. Python's {@code next(timeout)}.
   *
   * @param timeout how long to wait; zero or negative only looks
   * @return the result; may be null
   * @throws InterruptedException when the thread is interrupted; no result is lost
   * @throws TimeoutException when the time was up; the result can still be taken
   * @throws NoSuchElementException when all have been taken, or this was closed
   */
  R next(Duration timeout) throws InterruptedException, TimeoutException;

  /**
   * Returns the results that are still to be taken as a stream, which closes this when it is
   * closed.
   *
   * @return a sequential stream; it may hold nulls
   */
  Stream<R> stream();

  /**
   * Takes back what no worker has begun, and drops the results that are left. Threads that wait for
   * one are woken. Does nothing when all results were taken.
   */
  @Override
  void close();
}
