package io.mp4j.runtime.pool;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.runtime.wire.ChunkMessage;
import io.mp4j.runtime.wire.FunctionMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One call of a user: its function, what takes its outcomes, and the result to come. */
final class Call<T> {
  private final long id;
  private final Frame function;
  private final ResultFuture<T> result;
  private final Outcomes outcomes;
  private final Deque<Chunk> unbegun = new ArrayDeque<>(); // guarded by the scheduler's lock

  Call(long id, byte[] function, ResultFuture<T> result, Outcomes outcomes) {
    this.id = id;
    this.function = function == null ? null : new FunctionMessage(id, function).toFrame();
    this.result = result;
    this.outcomes = outcomes;
  }

  /** A call whose one item is a function itself. */
  @SuppressWarnings("unchecked") // the outcome is what the function of the same type returned
  static <T> Call<T> ofOne(ResultFuture<T> result) {
    return new Call<>(
        ChunkMessage.OWN_FUNCTION,
        null,
        result,
        new CollectedOutcomes<>(1, result, outcomes -> (T) outcomes.get(0)));
  }

  /** A call that applies one function to many items. */
  @SuppressWarnings("unchecked") // the outcomes are what the function of the same type returned
  static <R> Call<List<R>> ofMany(
      long id, byte[] function, int items, ResultFuture<List<R>> result) {
    CollectedOutcomes<List<R>> outcomes =
        new CollectedOutcomes<>(items, result, values -> (List<R>) values);
    if (items == 0) {
      outcomes.complete();
    }
    return new Call<>(id, function, result, outcomes);
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

  Outcomes outcomes() {
    return outcomes;
  }

  /** Returns the chunks that no worker has begun; under the scheduler's lock. */
  Deque<Chunk> unbegun() {
    return unbegun;
  }

  /** Ends the call before its time. */
  void abort(Throwable reason) {
    result.completeExceptionally(reason);
  }
}
