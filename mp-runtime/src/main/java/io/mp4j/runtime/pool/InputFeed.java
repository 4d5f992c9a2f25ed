package io.mp4j.runtime.pool;

import io.mp4j.SerializationException;
import io.mp4j.runtime.process.Events;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.LoggerFactory;

/**
 * Reads the input of a call that collects its outcomes, and encodes it a bounded way ahead: the
 * beginning in the thread of the caller, the rest in another, whenever workers have taken enough of
 * it. One thread at a time reads.
 */
final class InputFeed implements Scheduler.Source {
  private final Call<?> call;
  private final Iterator<?> input;
  private final ChunkMaker maker;
  private final Scheduler scheduler;
  private final CollectedOutcomes<?> outcomes;
  private final long mostBytes;
  private final int mostChunks;
  private final Runnable atEnd;
  private final ReentrantLock reading = new ReentrantLock();
  private long read;
  private volatile boolean exhausted;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /** Whether a thread reads or is about to; under the scheduler's lock. */
  private boolean feeding;

  /**
   * Makes a feed.
   *
   * @param mostBytes how many encoded bytes may wait for workers
   * @param mostChunks how many chunks may wait for workers
   * @param atEnd runs when nothing more will be read
   */
  InputFeed(
      Call<?> call,
      Iterator<?> input,
      ChunkMaker maker,
      CollectedOutcomes<?> outcomes,
      Scheduler scheduler,
      long mostBytes,
      int mostChunks,
      Runnable atEnd) {
    this.call = call;
    this.input = input;
    this.maker = maker;
    this.outcomes = outcomes;
    this.scheduler = scheduler;
    this.mostBytes = mostBytes;
    this.mostChunks = mostChunks;
    this.atEnd = atEnd;
  }

  @Override
  public Call<?> call() {
    return call;
  }

  /** Reads the beginning, in the caller's thread, which gets what it throws. */
  List<Chunk> begin() {
    List<Chunk> chunks = new ArrayList<>();
    boolean read = false;
    reading.lock();
    try {
      long bytes = 0;
      while (bytes < mostBytes && chunks.size() < mostChunks && !exhausted) {
        Chunk chunk = next();
        if (chunk != null) {
          bytes += chunk.bytes();
          chunks.add(chunk);
        }
      }
      read = true;
      return chunks;
    } finally {
      reading.unlock();
      if (!read) {
        maker.giveUp();
        chunks.forEach(Chunk::drop);
        end();
      }
    }
  }

  /** Lets the scheduler have what was read, and asks for more if there is more. */
  void submit(List<Chunk> chunks) {
    if (exhausted) {
      closeInput();
      call.total(read);
      outcomes.total((int) read); // nobody else knows of it yet
      scheduler.submit(call, chunks);
    } else {
      call.onTaken(this::onTaken);
      call.result().whenDone(this::callIsDone);
      scheduler.submit(this, chunks);
    }
  }

  /** Returns null at the end of the input. */
  private Chunk next() {
    while (input.hasNext()) {
      add(input.next());
      if (maker.isFull()) {
        return maker.take();
      }
    }
    exhausted = true;
    return maker.isEmpty() ? null : maker.take();
  }

  private void add(Object item) {
    try {
      maker.add(read, item);
    } catch (SerializationException e) {
      throw new SerializationException("item " + read + ": " + e.getMessage(), e.getCause());
    }
    read++;
  }

  /** Workers have taken some of what was read; under the scheduler's lock. */
  void onTaken() {
    if (!exhausted && !feeding && isLow()) {
      feeding = true;
      Events.executor().execute(this::readOn);
    }
  }

  private boolean isLow() {
    return call.queuedBytes() < mostBytes / 2 && call.chunks() < Math.max(1, mostChunks / 2);
  }

  private boolean isHigh() {
    synchronized (scheduler) {
      boolean high = call.queuedBytes() >= mostBytes || call.chunks() >= mostChunks;
      feeding = !high;
      return high;
    }
  }

  private void readOn() {
    reading.lock();
    try {
      while (!exhausted && !isHigh()) {
        Chunk chunk = next();
        if (chunk != null && !scheduler.add(this, chunk)) {
          chunk.drop();
          throw new RejectedExecutionException(
              "the pool was closed before all of the input was read");
        }
      }
      if (exhausted) {
        int total = (int) read;
        closeInput();
        scheduler.pump().errand(() -> outcomes.total(total));
        end();
      }
    } catch (Throwable e) { // code of users runs in there
      maker.giveUp();
      exhausted = true;
      call.abort(e);
      end();
    } finally {
      reading.unlock();
    }
  }

  private void end() {
    call.total(read);
    scheduler.closed(this);
    closeInput();
  }

  private void closeInput() {
    if (isClosed.compareAndSet(false, true)) {
      atEnd.run();
    }
  }

  /** It was cancelled, or the pool has ended. */
  private void callIsDone() {
    if (!isClosed.get()) {
      Events.executor().execute(this::readNoMore);
    }
  }

  /** Not while another thread reads, which may take its time. */
  private void readNoMore() {
    reading.lock();
    try {
      exhausted = true;
      end();
    } catch (RuntimeException | Error e) { // code of users closes it, and nobody waits for that
      LoggerFactory.getLogger(InputFeed.class).warn("the input of a call cannot be closed", e);
    } finally {
      reading.unlock();
    }
  }

  /** A call that was submitted is finished, however long its input is. */
  @Override
  public boolean endsWithPool() {
    return false;
  }

  @Override
  public void cut() {
    throw new IllegalStateException("a call that was submitted is finished");
  }
}
