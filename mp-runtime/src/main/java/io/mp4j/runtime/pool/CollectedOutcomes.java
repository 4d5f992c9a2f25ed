package io.mp4j.runtime.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Keeps the outcomes of a call until all are there, and completes its result then: with the failure
 * of the first item that has failed, if one has. Confined to the pool's result thread.
 */
final class CollectedOutcomes<T> implements Outcomes {
  private final Object[] values;
  private final ResultFuture<T> result;
  private final Function<List<Object>, T> toResult;
  private int missing;
  private Throwable firstError;
  private long firstErrorIndex = Long.MAX_VALUE;

  CollectedOutcomes(int items, ResultFuture<T> result, Function<List<Object>, T> toResult) {
    this.values = new Object[items];
    this.missing = items;
    this.result = result;
    this.toResult = toResult;
  }

  @Override
  public void succeeded(long index, Object value) {
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
    if (--missing == 0) {
      complete();
    }
  }

  /** Completes the result; called from outside only for a call without items. */
  void complete() {
    if (firstError != null) {
      result.completeExceptionally(asItself(firstError));
    } else {
      result.complete(toResult.apply(new ArrayList<>(Arrays.asList(values))));
    }
  }

  /** A future takes these two for words about itself, and would unwrap what a task threw. */
  private static Throwable asItself(Throwable error) {
    return error instanceof CompletionException || error instanceof CancellationException
        ? new CompletionException(error)
        : error;
  }
}
