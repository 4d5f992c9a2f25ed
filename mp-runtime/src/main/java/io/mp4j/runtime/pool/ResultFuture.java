package io.mp4j.runtime.pool;

import io.mp4j.AsyncResult;
import io.mp4j.TaskException;
import io.mp4j.runtime.event.Milestone;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The result of a call.
 *
 * <p>Every callback goes to the pool's callback thread, also those that a user asks to run in
 * whatever thread completes: that thread serves all results, and must not be held up or broken by
 * code of users.
 */
final class ResultFuture<T> extends CompletableFuture<T> implements AsyncResult<T> {
  private final Executor callbacks;
  private final Pump pump;

  /** Runs before this is cancelled by somebody who wants what has begun to be interrupted. */
  private volatile Runnable interruption = () -> {};

  ResultFuture(Executor callbacks, Pump pump) {
    this.callbacks = callbacks;
    this.pump = pump;
    whenDone(pump::poke); // who waits for this may be leading
  }

  void onInterruption(Runnable action) {
    interruption = action;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (mayInterruptIfRunning) {
      interruption.run();
    }
    return super.cancel(mayInterruptIfRunning);
  }

  // --- waiting, which does the work of the pump meanwhile if nobody else does it -----------------

  @Override
  public T get() throws InterruptedException, ExecutionException {
    boolean unused = pump.leadUntil(this::isDone, Long.MAX_VALUE, this);
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long nanos = unit.toNanos(timeout);
    long begin = System.nanoTime();
    if (nanos > 0) {
      boolean unused = pump.leadUntil(this::isDone, nanos, this);
    }
    return super.get(nanos - (System.nanoTime() - begin), TimeUnit.NANOSECONDS);
  }

  /** Runs something of the pool's own when this is done, in the thread that completes it. */
  void whenDone(Runnable action) {
    super.whenComplete((value, error) -> action.run());
  }

  // --- AsyncResult -------------------------------------------------------------------------------

  @Override
  public T result() throws InterruptedException {
    try {
      return get();
    } catch (ExecutionException e) {
      throw asThrownHere(e.getCause());
    }
  }

  @Override
  public T result(Duration timeout) throws InterruptedException, TimeoutException {
    try {
      return get(timeout);
    } catch (ExecutionException e) {
      throw asThrownHere(e.getCause());
    }
  }

  /**
   * Gives an exception of another process the stack of this thread; the worker's stands in its
   * remote traceback.
   */
  static RuntimeException asThrownHere(Throwable error) {
    if (error instanceof RuntimeException || error instanceof Error) {
      if (RemoteErrors.isRemote(error)) {
        StackTraceElement[] here = new Throwable().getStackTrace();
        error.setStackTrace(Arrays.copyOfRange(here, 1, here.length));
      }
      if (error instanceof Error e) {
        throw e;
      }
      return (RuntimeException) error;
    }
    return new TaskException(error);
  }

  @Override
  public T get(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
    return get(Milestone.nanos(timeout), TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    try {
      T unused = get(timeout);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | CancellationException e) {
      return true;
    }
  }

  @Override
  public boolean isSuccessful() {
    if (!isDone()) {
      throw new IllegalStateException("the call is not done yet");
    }
    return !isCompletedExceptionally();
  }

  // --- CompletionStage: whatever depends on this runs in the callback thread ---------------------
  @Override
  public Executor defaultExecutor() {
    return callbacks;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  @Override
  public CompletableFuture<T> toCompletableFuture() {
    return thenApplyAsync(Function.identity());
  }

  @Override
  public <U> CompletableFuture<U> thenApply(Function<? super T, ? extends U> function) {
    return thenApplyAsync(function);
  }

  @Override
  public CompletableFuture<Void> thenAccept(Consumer<? super T> action) {
    return thenAcceptAsync(action);
  }

  @Override
  public CompletableFuture<Void> thenRun(Runnable action) {
    return thenRunAsync(action);
  }

  @Override
  public <U, V> CompletableFuture<V> thenCombine(
      CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
    return thenCombineAsync(other, function);
  }

  @Override
  public <U> CompletableFuture<Void> thenAcceptBoth(
      CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
    return thenAcceptBothAsync(other, action);
  }

  @Override
  public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
    return runAfterBothAsync(other, action);
  }

  @Override
  public <U> CompletableFuture<U> applyToEither(
      CompletionStage<? extends T> other, Function<? super T, U> function) {
    return applyToEitherAsync(other, function);
  }

  @Override
  public CompletableFuture<Void> acceptEither(
      CompletionStage<? extends T> other, Consumer<? super T> action) {
    return acceptEitherAsync(other, action);
  }

  @Override
  public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
    return runAfterEitherAsync(other, action);
  }

  @Override
  public <U> CompletableFuture<U> thenCompose(
      Function<? super T, ? extends CompletionStage<U>> function) {
    return thenComposeAsync(function);
  }

  @Override
  public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
    return whenCompleteAsync(action);
  }

  @Override
  public <U> CompletableFuture<U> handle(BiFunction<? super T, Throwable, ? extends U> function) {
    return handleAsync(function);
  }

  @Override
  public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> function) {
    return exceptionallyAsync(function);
  }

  @Override
  public CompletableFuture<T> exceptionallyCompose(
      Function<Throwable, ? extends CompletionStage<T>> function) {
    return exceptionallyComposeAsync(function);
  }
}
