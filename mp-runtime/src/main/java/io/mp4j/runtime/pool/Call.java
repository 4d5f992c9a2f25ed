package io.mp4j.runtime.pool;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.runtime.wire.ChunkMessage;
import io.mp4j.runtime.wire.FunctionMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * One call of a user: its function, the outcomes so far, and the result to come.
 *
 * <p>The outcomes are confined to the pool's result thread.
 */
final class Call<T> {
  private final long id;
  private final Frame function;
  private final ResultFuture<T> result;
  private final Function<List<Object>, T> toResult;
  private final Object[] outcomes;
  private int missing;
  private final Deque<Chunk> unbegun = new ArrayDeque<>(); // guarded by the scheduler's lock
  private Throwable firstError;
  private long firstErrorIndex = Long.MAX_VALUE;

  private Call(
      long id,
      byte[] function,
      int items,
      ResultFuture<T> result,
      Function<List<Object>, T> toResult) {
    this.id = id;
    this.function = function == null ? null : new FunctionMessage(id, function).toFrame();
    this.result = result;
    this.toResult = toResult;
    this.outcomes = new Object[items];
    this.missing = items;
  }

  /** A call whose one item is a function itself. */
  @SuppressWarnings("unchecked") // the outcome is what the function of the same type returned
  static <T> Call<T> ofOne(ResultFuture<T> result) {
    return new Call<>(ChunkMessage.OWN_FUNCTION, null, 1, result, outcomes -> (T) outcomes.get(0));
  }

  /** A call that applies one function to many items. */
  @SuppressWarnings("unchecked") // the outcomes are what the function of the same type returned
  static <R> Call<List<R>> ofMany(
      long id, byte[] function, int items, ResultFuture<List<R>> result) {
    return new Call<>(id, function, items, result, outcomes -> (List<R>) outcomes);
  }

  long id() {
    return id;
  }

  /** Returns what a worker must know before its first chunk of this call; null when nothing. */
  Frame function() {
    return function;
  }

  ResultFuture<T> result() {
    return result;
  }

  /** Returns the chunks that no worker has begun; under the scheduler's lock. */
  Deque<Chunk> unbegun() {
    return unbegun;
  }

  /** Takes the outcome of an item; in the result thread. */
  void succeeded(int index, Object value) {
    outcomes[index] = value;
    itemDone();
  }

  /** Takes the outcome of an item; in the result thread. */
  void failed(int index, Throwable error) {
    if (index < firstErrorIndex) {
      firstErrorIndex = index;
      firstError = error;
    }
    itemDone();
  }

  private void itemDone() {
    if (--missing == 0) {
      complete();
    }
  }

  /** Completes the result; called from outside only for a call without items. */
  void complete() {
    if (firstError != null) {
      result.completeExceptionally(asItself(firstError));
    } else {
      result.complete(toResult.apply(new ArrayList<>(Arrays.asList(outcomes))));
    }
  }

  /** A future takes these two for words about itself, and would unwrap what a task threw. */
  private static Throwable asItself(Throwable error) {
    return error instanceof CompletionException || error instanceof CancellationException
        ? new CompletionException(error)
        : error;
  }

  /** Ends the call before its time. */
  void abort(Throwable reason) {
    result.completeExceptionally(reason);
  }
}
