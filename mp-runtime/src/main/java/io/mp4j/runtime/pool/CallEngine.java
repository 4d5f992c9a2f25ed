package io.mp4j.runtime.pool;

import io.mp4j.Broadcast;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import io.mp4j.spi.CallSettings;
import io.mp4j.spi.PoolSettings;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns what users call into calls for the {@link Scheduler}: one task, many at once, or many one
 * by one. Everything is encoded in the thread of the caller but for what is read of an input later.
 */
final class CallEngine {
  /** A chunk size that follows from the number of items and of workers. */
  static final int BY_SHARE = 0;

  /** Python's rule: four chunks for each worker even out tasks of different length. */
  private static final int CHUNKS_PER_WORKER = 4;

  /** How many results there is room for when their number is not known. */
  private static final int FIRST_ROOM = 16;

  /** How many chunks are under way for each worker while an input is read. */
  private static final int LOOK_AHEAD = 2;

  /** So many encoded bytes of a call wait for workers at most, but for one chunk. */
  private static final long MOST_BYTES_WAITING = 1 << 23;

  private final PoolSettings settings;
  private final Packing packing;
  private final FunctionTable functions;
  private final Scheduler scheduler;

  CallEngine(PoolSettings settings, Packing packing, Scheduler scheduler) {
    this.settings = settings;
    this.packing = packing;
    this.functions = new FunctionTable(packing);
    this.scheduler = scheduler;
  }

  // --- one task ----------------------------------------------------------------------------------

  /** Runs a function without arguments, which travels as the item. */
  <R> ResultFuture<R> one(Function0<R> function, CallSettings limits) {
    return single(null, function, limits);
  }

  /** Applies a function to an argument. */
  <A, R> ResultFuture<R> one(Function1<A, R> function, A argument, CallSettings limits) {
    scheduler.checkOpen();
    return single(functions.pack(function), argument, limits);
  }

  @SuppressWarnings("unchecked") // the outcome is what the function of the same type returned
  private <R> ResultFuture<R> single(CallFunction function, Object item, CallSettings limits) {
    scheduler.checkOpen();
    ResultFuture<R> result = newResult();
    if (function != null && !function.isKept()) {
      result.whenDone(function::drop);
    }
    CollectedOutcomes<R> outcomes = CollectedOutcomes.of(1, result, values -> (R) values.get(0));
    Call<R> call = newCall(function, limits, result, outcomes);
    call.total(1);
    ChunkMaker maker = maker(call, 1);
    boolean submitted = false;
    try {
      maker.add(0, item);
      List<Chunk> chunks = List.of(maker.take());
      submit(chunks, () -> scheduler.submit(call, chunks));
      submitted = true;
    } finally {
      if (!submitted) {
        Chunk unused = maker.giveUp();
        result.cancel(false);
      }
    }
    return result;
  }

  // --- many at once ------------------------------------------------------------------------------
  <R> ResultFuture<List<R>> all(
      Function1<?, ? extends R> function, Object[] items, int chunkSize, CallSettings limits) {
    scheduler.checkOpen();
    int chunks = scheduler.crew().size() * CHUNKS_PER_WORKER;
    int size =
        chunkSize == BY_SHARE ? Math.max(1, (items.length + chunks - 1) / chunks) : chunkSize;
    Iterator<?> input = Arrays.asList(items).iterator();
    return all(function, input, items.length, size, Integer.MAX_VALUE, () -> {}, limits);
  }

  <R> ResultFuture<List<R>> all(
      Function1<?, ? extends R> function, Stream<?> items, int chunkSize, CallSettings limits) {
    scheduler.checkOpen();
    int ahead = scheduler.crew().size() * LOOK_AHEAD;
    return all(function, items.iterator(), FIRST_ROOM, chunkSize, ahead, items::close, limits);
  }

  @SuppressWarnings("unchecked") // the outcomes are what the function of the same type returned
  private <R> ResultFuture<List<R>> all(
      Function1<?, ? extends R> function,
      Iterator<?> items,
      int expected,
      int chunkSize,
      int mostChunks,
      Runnable atEnd,
      CallSettings limits) {
    CallFunction packed = functions.pack(function);
    ResultFuture<List<R>> result = newResult();
    CollectedOutcomes<List<R>> outcomes =
        CollectedOutcomes.ofMany(expected, result, values -> (List<R>) values);
    Call<List<R>> call = newCall(packed, limits, result, outcomes);
    result.whenDone(packed::drop);
    InputFeed feed =
        new InputFeed(
            call,
            items,
            maker(call, chunkSize),
            outcomes,
            scheduler,
            MOST_BYTES_WAITING,
            mostChunks,
            atEnd);
    boolean submitted = false;
    try {
      List<Chunk> chunks = feed.begin();
      submit(chunks, () -> feed.submit(chunks));
      submitted = true;
    } finally {
      if (!submitted) {
        result.cancel(false);
      }
    }
    return result;
  }

  // --- many one by one ---------------------------------------------------------------------------
  <R> StreamedCall<R> stream(
      Function1<?, ? extends R> function,
      Iterator<?> items,
      int chunkSize,
      boolean ordered,
      CallSettings limits) {
    scheduler.checkOpen();
    ChunkSource source =
        new ChunkSource(
            items,
            chunkSize,
            () -> (long) LOOK_AHEAD * scheduler.crew().size() * chunkSize,
            scheduler);
    CallFunction packed = functions.pack(function);
    ResultFuture<Void> end = newResult();
    StreamedCall<R> stream =
        new StreamedCall<>(packed, limits, source, ordered, end, scheduler.pump());
    prepare(stream.call());
    source.makeChunksBy(maker(stream.call(), chunkSize));
    end.whenDone(packed::drop);
    boolean submitted = false;
    try {
      scheduler.submit(stream, List.of());
      submitted = true;
    } finally {
      if (!submitted) {
        end.cancel(false);
      }
    }
    return stream;
  }

  // --- values for all workers --------------------------------------------------------------------
  <T> Broadcast<T> share(T value) {
    scheduler.checkOpen();
    Freight packed = packing.pack(value);
    boolean shared = false;
    try {
      Broadcast<T> broadcast = scheduler.broadcasts().add(value, packed);
      shared = true;
      return broadcast;
    } finally {
      if (!shared) {
        packed.drop();
      }
    }
  }

  void wantPump() {
    scheduler.pump().want();
  }

  // --- parts of these ----------------------------------------------------------------------------
  private <T> ResultFuture<T> newResult() {
    return new ResultFuture<>(scheduler.callbacks(), scheduler.pump());
  }

  private <T> Call<T> newCall(
      CallFunction function, CallSettings limits, ResultFuture<T> result, Outcomes outcomes) {
    Call<T> call = new Call<>(function, limits, result, outcomes);
    prepare(call);
    return call;
  }

  private void prepare(Call<?> call) {
    call.result().onInterruption(call::interruptWhenForgotten);
    if (call.settings().listener() != null) {
      ProgressReport report = new ProgressReport(call, scheduler);
      call.onProgress(report::itemDone);
      call.result().whenDone(report::callDone);
    }
  }

  private ChunkMaker maker(Call<?> call, int chunkSize) {
    int most = Math.min(chunkSize, settings.maxTasksPerWorker());
    return packing.maker(call, Math.min(most, ChunkMaker.MOST_ITEMS));
  }

  private static void submit(List<Chunk> chunks, Runnable submission) {
    boolean submitted = false;
    try {
      submission.run();
      submitted = true;
    } finally {
      if (!submitted) {
        chunks.forEach(Chunk::drop);
      }
    }
  }
}
