package io.mp4j.runtime.pool;

import io.mp4j.AsyncResult;
import io.mp4j.Calls;
import io.mp4j.ProgressListener;
import io.mp4j.ResultIterator;
import io.mp4j.function.Action0;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import io.mp4j.function.Function2;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.spi.CallSettings;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The verbs of a pool, in all the forms that the API has them; the {@link CallEngine} has three.
 */
abstract class PoolVerbs implements Calls, StaysHere {
  abstract CallEngine engine();

  /** What holds for the calls that are made here. */
  abstract CallSettings settings();

  /** The same verbs with other settings. */
  abstract Calls with(CallSettings changed);

  // --- settings ----------------------------------------------------------------------------------
  @Override
  public Calls withTimeout(Duration timeout) {
    return with(settings().withTimeout(timeout, CallSettings.GRACE));
  }

  @Override
  public Calls withTimeout(Duration timeout, Duration grace) {
    return with(settings().withTimeout(timeout, grace));
  }

  @Override
  public Calls withRetries(int retries) {
    return with(settings().withRetries(retries, CallSettings.BACK_OFF));
  }

  @Override
  public Calls withRetries(int retries, Duration backOff) {
    return with(settings().withRetries(retries, backOff));
  }

  @Override
  public Calls withPriority(int priority) {
    return with(settings().withPriority(priority));
  }

  @Override
  public Calls withProgress(ProgressListener listener) {
    return with(settings().withListener(listener));
  }

  // --- one task and many
  // -------------------------------------------------------------------------------------

  @Override
  public <R> R apply(Function0<R> function) throws InterruptedException {
    return await(one(requireFunction(function)));
  }

  @Override
  public void apply(Action0 action) throws InterruptedException {
    await(one(new ActionCall(requireFunction(action))));
  }

  @Override
  public <A, R> R apply(Function1<A, R> function, A argument) throws InterruptedException {
    return await(engine().one(requireFunction(function), argument, settings()));
  }

  @Override
  public <A, B, R> R apply(Function2<A, B, R> function, A first, B second)
      throws InterruptedException {
    return await(one(requireFunction(function).bind(first, second)));
  }

  @Override
  public <R> AsyncResult<R> applyAsync(Function0<R> function) {
    return inBackground(one(requireFunction(function)));
  }

  @Override
  public AsyncResult<Void> applyAsync(Action0 action) {
    return inBackground(one(new ActionCall(requireFunction(action))));
  }

  @Override
  public <A, R> AsyncResult<R> applyAsync(Function1<A, R> function, A argument) {
    return inBackground(engine().one(requireFunction(function), argument, settings()));
  }

  @Override
  public <A, B, R> AsyncResult<R> applyAsync(Function2<A, B, R> function, A first, B second) {
    return inBackground(one(requireFunction(function).bind(first, second)));
  }

  private <R> ResultFuture<R> one(Function0<R> function) {
    return engine().one(function, settings());
  }

  @Override
  public <T, R> List<R> map(Function1<? super T, ? extends R> function, Iterable<? extends T> items)
      throws InterruptedException {
    ResultFuture<List<R>> result = all(function, items);
    return await(result);
  }

  @Override
  public <T, R> List<R> map(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize)
      throws InterruptedException {
    ResultFuture<List<R>> result = all(function, items, chunkSize);
    return await(result);
  }

  @Override
  public <T, R> AsyncResult<List<R>> mapAsync(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items) {
    return inBackground(all(function, items));
  }

  @Override
  public <T, R> AsyncResult<List<R>> mapAsync(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
    return inBackground(all(function, items, chunkSize));
  }

  private <R> ResultFuture<List<R>> all(Function1<?, ? extends R> function, Iterable<?> items) {
    requireFunction(function);
    return engine().all(function, toArray(items), CallEngine.BY_SHARE, settings());
  }

  private <R> ResultFuture<List<R>> all(
      Function1<?, ? extends R> function, Iterable<?> items, int chunkSize) {
    requireFunction(function);
    checkChunkSize(chunkSize);
    return engine().all(function, toArray(items), chunkSize, settings());
  }

  @Override
  public <T, R> AsyncResult<List<R>> mapAsync(
      Function1<? super T, ? extends R> function, Stream<? extends T> items, int chunkSize) {
    requireFunction(function);
    checkChunkSize(chunkSize);
    return inBackground(engine().all(function, items, chunkSize, settings()));
  }

  private static void checkChunkSize(int chunkSize) {
    if (chunkSize < 1) {
      throw new IllegalArgumentException("a chunk has at least one item: chunkSize=" + chunkSize);
    }
  }

  // --- pairs -------------------------------------------------------------------------------------

  @Override
  public <A, B, R> List<R> starmap(
      Function2<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs)
      throws InterruptedException {
    ResultFuture<List<R>> result = all(new PairCall<A, B, R>(requireFunction(function)), pairs);
    return await(result);
  }

  @Override
  public <A, B, R> List<R> starmap(
      Function2<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
      int chunkSize)
      throws InterruptedException {
    ResultFuture<List<R>> result =
        all(new PairCall<A, B, R>(requireFunction(function)), pairs, chunkSize);
    return await(result);
  }

  @Override
  public <A, B, R> AsyncResult<List<R>> starmapAsync(
      Function2<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs) {
    return mapAsync(new PairCall<A, B, R>(requireFunction(function)), pairs);
  }

  @Override
  public <A, B, R> AsyncResult<List<R>> starmapAsync(
      Function2<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
      int chunkSize) {
    return mapAsync(new PairCall<A, B, R>(requireFunction(function)), pairs, chunkSize);
  }

  // --- results one by one ------------------------------------------------------------------------

  @Override
  public <T, R> ResultIterator<R> imap(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items) {
    return stream(function, items, 1, true);
  }

  @Override
  public <T, R> ResultIterator<R> imap(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
    return stream(function, items, chunkSize, true);
  }

  @Override
  public <T, R> ResultIterator<R> imapUnordered(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items) {
    return stream(function, items, 1, false);
  }

  @Override
  public <T, R> ResultIterator<R> imapUnordered(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
    return stream(function, items, chunkSize, false);
  }

  private <R> ResultIterator<R> stream(
      Function1<?, ? extends R> function, Iterable<?> items, int chunkSize, boolean ordered) {
    checkChunkSize(chunkSize);
    requireFunction(function);
    return new PoolResults<>(
        this, engine().stream(function, items.iterator(), chunkSize, ordered, settings()));
  }

  private static Object[] toArray(Iterable<?> items) {
    if (items instanceof Collection<?> collection) {
      return collection.toArray();
    }
    List<Object> all = new ArrayList<>();
    items.forEach(all::add);
    return all.toArray();
  }

  private static <F> F requireFunction(F function) {
    if (function == null) {
      throw new NullPointerException("function is null");
    }
    return function;
  }

  /** Nobody waits for it yet: the pool's own thread has to take the outcomes. */
  private <R> AsyncResult<R> inBackground(ResultFuture<R> result) {
    engine().wantPump();
    return result;
  }

  /** Waits for the result of a synchronous call, which nobody wants any more after an interrupt. */
  private <T> T await(ResultFuture<T> result) throws InterruptedException {
    try {
      return result.result();
    } catch (InterruptedException e) {
      result.cancel(false);
      throw e;
    } finally {
      Reference.reachabilityFence(this); // a pool in use is not dropped
    }
  }

  /** An action as a function of no result. A record, so that an error's path can name its part. */
  private record ActionCall(Action0 action) implements Function0<Void> {
    @Override
    public Void call() throws Exception {
      action.run();
      return null;
    }
  }

  /** A function of two arguments as one of a pair. */
  private record PairCall<A, B, R>(Function2<? super A, ? super B, ? extends R> function)
      implements Function1<Map.Entry<? extends A, ? extends B>, R> {
    @Override
    public R call(Map.Entry<? extends A, ? extends B> pair) throws Exception {
      return function.call(pair.getKey(), pair.getValue());
    }
  }
}
