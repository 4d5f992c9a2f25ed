package io.mp4j.runtime.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Keeps the outcomes of a call until all are there, and completes its result then: with the failure
 * of the first item that has failed, if one has. How many there will be may not be known at first.
 * Confined to who leads the pump.
 */
final class CollectedOutcomes<T> implements Outcomes {
  private static final int UNKNOWN = -1;

  private final ResultFuture<T> result;
  private final Function<List<Object>, T> toResult;

  private Object[] values;

  private Throwable firstError;
  private long firstErrorIndex = Long.MAX_VALUE;

  private int done;
  private int total;

  private CollectedOutcomes(
      int total, int room, ResultFuture<T> result, Function<List<Object>, T> toResult) {
    this.values = new Object[room];
    this.total = total;
    this.result = result;
    this.toResult = toResult;
  }

  static <T> CollectedOutcomes<T> of(
      int items, ResultFuture<T> result, Function<List<Object>, T> toResult) {
    return new CollectedOutcomes<>(items, items, result, toResult);
  }

  /**
   * Makes one that is told the total later.
   *
   * @param room for how many there is room at first
   */
  static <T> CollectedOutcomes<T> ofMany(
      int room, ResultFuture<T> result, Function<List<Object>, T> toResult) {
    return new CollectedOutcomes<>(UNKNOWN, room, result, toResult);
  }

  @Override
  public void succeeded(long index, Object value) {
    if (index >= values.length) {
      values = Arrays.copyOf(values, Math.toIntExact(Math.max(index + 1, 2L * values.length)));
    }
    values[(int) index] = value;
    itemDone();
  }

  @Override
  public void failed(long index, Throwable error) {
    if (index < firstErrorIndex) {
      firstErrorIndex = index;
      firstError = error;
    }
    itemDone();
  }

  private void itemDone() {
    done++;
    if (done == total) {
      complete();
    }
  }

  /** There will be so many, which is known only now. */
  void total(int items) {
    total = items;
    if (done == items) {
      complete();
    }
  }

  private void complete() {
    if (firstError != null) {
      result.completeExceptionally(asItself(firstError));
    } else {
      Object[] all = values.length == total ? values : Arrays.copyOf(values, total);
      result.complete(toResult.apply(new ArrayList<>(Arrays.asList(all))));
    }
  }

  /** A future takes these two for words about itself, and would unwrap what a task threw. */
  private static Throwable asItself(Throwable error) {
    return error instanceof CompletionException || error instanceof CancellationException
        ? new CompletionException(error)
        : error;
  }
}
