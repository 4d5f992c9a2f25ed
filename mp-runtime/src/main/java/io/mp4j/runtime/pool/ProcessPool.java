package io.mp4j.runtime.pool;

import io.mp4j.AsyncResult;
import io.mp4j.Context;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.ResultIterator;
import io.mp4j.function.Action0;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import io.mp4j.function.Function2;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.spi.PoolSettings;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * What a user holds of a pool: turns calls into chunks for the {@link Scheduler}.
 *
 * <p>The scheduler must not refer to this object, so that one that is dropped can be noticed.
 */
public final class ProcessPool implements Pool, StaysHere {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicInteger POOLS = new AtomicInteger();
  private static final AtomicLong CALLS = new AtomicLong();

  /** Python's rule: four chunks for each worker even out tasks of different length. */
  private static final int CHUNKS_PER_WORKER = 4;

  /** How many chunks of a streamed call are under way for each worker. */
  private static final int LOOK_AHEAD = 2;

  private final String name;
  private final PoolSettings settings;
  private final Codec codec;
  private final Scheduler scheduler;

  private ProcessPool(String name, PoolSettings settings, Codec codec, Scheduler scheduler) {
    this.name = name;
    this.settings = settings;
    this.codec = codec;
    this.scheduler = scheduler;
  }

  /**
   * Makes a pool and launches its workers.
   *
   * @param context the settings of the workers
   * @param settings the settings of the pool
   * @return an open pool
   */
  public static ProcessPool open(Context context, PoolSettings settings) {
    String name = settings.name() != null ? settings.name() : "pool-" + POOLS.incrementAndGet();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Codec codec = new Codec(loader != null ? loader : ProcessPool.class.getClassLoader());
    Scheduler scheduler = new Scheduler(name, context, settings, codec);
    scheduler.start();
    ProcessPool pool = new ProcessPool(name, settings, codec, scheduler);
    CLEANER.register(pool, () -> dropped(name, scheduler));
    return pool;
  }

  private static void dropped(String name, Scheduler scheduler) {
    if (scheduler.isOpen()) {
      LoggerFactory.getLogger(ProcessPool.class)
          .warn(
              "{} - was dropped without being closed; its workers end after what they have", name);
      scheduler.shutdown();
    }
  }

  // --- calls -------------------------------------------------------------------------------------

  @Override
  public <R> R apply(Function0<R> function) throws InterruptedException {
    return await(applyAsync(function));
  }

  @Override
  public void apply(Action0 action) throws InterruptedException {
    await(applyAsync(action));
  }

  @Override
  public <A, R> R apply(Function1<A, R> function, A argument) throws InterruptedException {
    return await(applyAsync(function, argument));
  }

  @Override
  public <A, B, R> R apply(Function2<A, B, R> function, A first, B second)
      throws InterruptedException {
    return await(applyAsync(function, first, second));
  }

  @Override
  public AsyncResult<Void> applyAsync(Action0 action) {
    return applyAsync(new ActionCall(requireFunction(action)));
  }

  @Override
  public <A, R> AsyncResult<R> applyAsync(Function1<A, R> function, A argument) {
    return applyAsync(requireFunction(function).bind(argument));
  }

  @Override
  public <A, B, R> AsyncResult<R> applyAsync(Function2<A, B, R> function, A first, B second) {
    return applyAsync(requireFunction(function).bind(first, second));
  }

  @Override
  public <R> AsyncResult<R> applyAsync(Function0<R> function) {
    requireFunction(function);
    scheduler.checkOpen();
    Call<R> call = Call.ofOne(newResult());
    submit(call, List.of(Chunk.encode(call, 0, new Object[] {function}, codec)), new Journey());
    return call.result();
  }

  /** What the function carries of shared memory is held until the call's result is there. */
  private void submit(Call<?> call, List<Chunk> chunks, Journey function) {
    boolean submitted = false;
    try {
      scheduler.submit(call, chunks);
      submitted = true;
    } finally {
      if (submitted) {
        call.result().whenDone(function::end);
      } else {
        function.end();
        chunks.forEach(Chunk::done);
      }
    }
  }

  @Override
  public <T, R> List<R> map(Function1<? super T, ? extends R> function, Iterable<? extends T> items)
      throws InterruptedException {
    AsyncResult<List<R>> result = mapAsync(function, items);
    return await(result);
  }

  @Override
  public <T, R> List<R> map(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize)
      throws InterruptedException {
    AsyncResult<List<R>> result = mapAsync(function, items, chunkSize);
    return await(result);
  }

  @Override
  public <T, R> AsyncResult<List<R>> mapAsync(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items) {
    Object[] all = toArray(items);
    int chunks = settings.processes() * CHUNKS_PER_WORKER;
    return mapAsync(function, all, Math.max(1, (all.length + chunks - 1) / chunks));
  }

  @Override
  public <T, R> AsyncResult<List<R>> mapAsync(
      Function1<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
    checkChunkSize(chunkSize);
    return mapAsync(function, toArray(items), chunkSize);
  }

  private static void checkChunkSize(int chunkSize) {
    if (chunkSize < 1) {
      throw new IllegalArgumentException("a chunk has at least one item: chunkSize=" + chunkSize);
    }
  }

  private <R> AsyncResult<List<R>> mapAsync(
      Function1<?, ? extends R> function, Object[] items, int chunkSize) {
    requireFunction(function);
    scheduler.checkOpen();
    Journey journey = new Journey();
    byte[] encoded = codec.encode(function, journey);
    Call<List<R>> call = Call.ofMany(CALLS.incrementAndGet(), encoded, items.length, newResult());
    int most = Math.min(chunkSize, settings.maxTasksPerWorker());
    submit(call, chunks(call, items, most, journey), journey);
    return call.result();
  }

  /** When an item cannot travel, nothing is held any more for those before it. */
  private List<Chunk> chunks(Call<?> call, Object[] items, int chunkSize, Journey function) {
    List<Chunk> chunks = new ArrayList<>();
    boolean encoded = false;
    try {
      for (int first = 0; first < items.length; first += chunkSize) {
        int end = Math.min(items.length, first + chunkSize);
        Object[] share = Arrays.copyOfRange(items, first, end, Object[].class);
        chunks.add(Chunk.encode(call, first, share, codec));
      }
      encoded = true;
      return chunks;
    } finally {
      if (!encoded) {
        chunks.forEach(Chunk::done);
        function.end();
      }
    }
  }

  // --- pairs -------------------------------------------------------------------------------------

  @Override
  public <A, B, R> List<R> starmap(
      Function2<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs)
      throws InterruptedException {
    AsyncResult<List<R>> result = starmapAsync(function, pairs);
    return await(result);
  }

  @Override
  public <A, B, R> List<R> starmap(
      Function2<? super A, ? super B, ? extends R> function,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
      int chunkSize)
      throws InterruptedException {
    AsyncResult<List<R>> result = starmapAsync(function, pairs, chunkSize);
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
    scheduler.checkOpen();
    int most = Math.min(chunkSize, settings.maxTasksPerWorker());
    long lookAhead = (long) LOOK_AHEAD * settings.processes() * most;
    ChunkSource source = new ChunkSource(items.iterator(), codec, most, lookAhead, scheduler);
    Journey journey = new Journey();
    byte[] encoded = codec.encode(function, journey);
    ResultFuture<Void> end = newResult();
    StreamedCall<R> stream =
        new StreamedCall<>(CALLS.incrementAndGet(), encoded, source, ordered, end);
    end.whenDone(journey::end);
    scheduler.open(stream);
    return stream;
  }

  private <T> ResultFuture<T> newResult() {
    return new ResultFuture<>(scheduler.threads().callbacks());
  }

  private static Object[] toArray(Iterable<?> items) {
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

  /** Waits for the result of a synchronous call, which nobody wants any more after an interrupt. */
  private <T> T await(AsyncResult<T> result) throws InterruptedException {
    try {
      return result.result();
    } catch (InterruptedException e) {
      result.cancel(false);
      throw e;
    } finally {
      Reference.reachabilityFence(this); // a pool in use is not dropped
    }
  }

  @Override
  public ExecutorService asExecutorService() {
    return new ExecutorView(this, scheduler);
  }

  // --- life --------------------------------------------------------------------------------------
  @Override
  public List<Process> workers() {
    return scheduler.workers();
  }

  @Override
  public void shutdown() {
    scheduler.shutdown();
  }

  @Override
  public void terminate() {
    var unused = scheduler.terminate();
  }

  @Override
  public void join() throws InterruptedException {
    checkClosing();
    scheduler.endStreams();
    scheduler.terminated().await();
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    checkClosing();
    scheduler.endStreams();
    return scheduler.terminated().await(timeout);
  }

  private void checkClosing() {
    if (scheduler.isOpen()) {
      throw new IllegalStateException(
          name + " is open: call shutdown() or terminate() before join()");
    }
  }

  @Override
  public boolean isShutdown() {
    return !scheduler.isOpen();
  }

  @Override
  public boolean isTerminated() {
    return scheduler.delivered().isReady();
  }

  @Override
  public void close() {
    scheduler.shutdown();
    scheduler.endStreams();
    try {
      scheduler.terminated().await();
    } catch (InterruptedException e) {
      scheduler.terminate();
      scheduler.delivered().awaitUninterruptibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return name + "[" + scheduler + "]";
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
