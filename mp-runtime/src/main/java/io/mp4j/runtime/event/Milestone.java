package io.mp4j.runtime.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Something that happens once and cannot fail, such as the end of a process. Safe for all threads.
 *
 * @param <T> what is known of it then
 */
public final class Milestone<T> implements Watched {
  private final CompletableFuture<T> future = new CompletableFuture<>();

  /** Not dependents of the future: it has no way to let one go. */
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  /** Makes a milestone that has not been reached. */
  public Milestone() {}

  /**
   * Says that it has happened; saying it again changes nothing.
   *
   * @param value what is known of it; may be null
   */
  public void reached(T value) {
    if (future.complete(value)) {
      watchers.forEach(Runnable::run);
    }
  }

  @Override
  public void watch(Runnable watcher) {
    watchers.add(watcher);
  }

  @Override
  public void unwatch(Runnable watcher) {
    watchers.remove(watcher);
  }

  @Override
  public boolean isReady() {
    return future.isDone();
  }

  /**
   * Returns what is known of it, without waiting.
   *
   * @return null before it has happened
   */
  public T orNull() {
    return future.getNow(null);
  }

  /**
   * Waits until it has happened.
   *
   * @return what is known of it; may be null
   * @throws InterruptedException when the thread is interrupted
   */
  public T await() throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a milestone cannot fail", e);
    }
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    try {
      T unused = future.get(nanos(timeout), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("a milestone cannot fail", e);
    }
  }

  /** Waits until it has happened, whatever comes; an interrupt stays set. */
  public void awaitUninterruptibly() {
    future.join();
  }

  /**
   * Returns it as a future, for what depends on it. Not to be handed to users, who could complete
   * it.
   *
   * @return a future that completes normally
   */
  public CompletableFuture<T> future() {
    return future;
  }

  /**
   * Converts a time-out as the library understands it.
   *
   * @param timeout zero or negative only looks; however long
   * @return nanoseconds, at least 0 and at most what a long holds
   */
  public static long nanos(Duration timeout) {
    return Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
  }

  /**
   * Counts what is left of a time.
   *
   * @param begin when it began, by {@link System#nanoTime}
   * @param nanos how long it is; {@link Long#MAX_VALUE} for ever
   * @return nanoseconds, at least 0; of for ever all of it
   */
  public static long left(long begin, long nanos) {
    return nanos == Long.MAX_VALUE ? nanos : Math.max(0, nanos - (System.nanoTime() - begin));
  }
}
