package io.mp4j.runtime.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.runtime.event.Milestone;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Makes chunks of an input, a few ahead of those who take results. One thread at a time reads the
 * input, which is code of users and may take its time.
 */
final class ChunkSource {
  private static final long LOOK_NANOS = 20_000_000;

  private final Iterator<?> input;
  private final int chunkSize;
  private final LongSupplier lookAhead;
  private final Scheduler scheduler;

  /** Of the thread that reads; made when the call is. */
  private ChunkMaker maker;

  private final ReentrantLock reading = new ReentrantLock();

  /** How many outcomes there will be of what was read; written under the lock. */
  private volatile long read;

  /** Whether nothing more will be read; written under the lock, and by who ends it. */
  private volatile boolean atEnd;

  /** Whether the pool ends before the input does. */
  private volatile boolean cut;

  /**
   * Makes a source.
   *
   * @param lookAhead how many items may be under way
   */
  ChunkSource(Iterator<?> input, int chunkSize, LongSupplier lookAhead, Scheduler scheduler) {
    this.input = input;
    this.chunkSize = chunkSize;
    this.lookAhead = lookAhead;
    this.scheduler = scheduler;
  }

  /** Says what makes the chunks, before anything is read. */
  void makeChunksBy(ChunkMaker made) {
    maker = made;
  }

  /**
   * Reads on, as far as the look-ahead goes beyond what was taken; returns how many outcomes there
   * will be of what was read so far. Waits for another thread that reads only when nothing is under
   * way.
   *
   * @param nanos how long it waits for another thread at most
   */
  long readAhead(StreamedCall<?> stream, LongSupplier taken, long nanos)
      throws InterruptedException, TimeoutException {
    boolean underWay = read > taken.getAsLong();
    if (atEnd || (underWay && !mayRead(taken))) {
      return read;
    }
    boolean reads = underWay ? reading.tryLock() : awaitReader(nanos);
    if (!reads) {
      return read;
    }
    try {
      while (mayRead(taken)) {
        readChunk(stream);
      }
      if (cut && !atEnd && read == taken.getAsLong()) {
        readEnd(stream);
      }
      return read;
    } finally {
      reading.unlock();
    }
  }

  /** Waits until no other thread reads; returns false when nothing more will be read. */
  private boolean awaitReader(long nanos) throws InterruptedException, TimeoutException {
    long begin = System.nanoTime();
    while (!atEnd) {
      long left = Milestone.left(begin, nanos);
      // Who reads is in code of users, and who ends the call cannot wake others from this wait.
      if (reading.tryLock(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS)) {
        return true;
      }
      if (left == 0) {
        throw new TimeoutException("another thread still reads the input");
      }
    }
    return false;
  }

  private boolean mayRead(LongSupplier taken) {
    return !atEnd && !cut && read + chunkSize - taken.getAsLong() <= lookAhead.getAsLong();
  }

  @GuardedBy("reading")
  private void readChunk(StreamedCall<?> stream) {
    List<Object> items = new ArrayList<>();
    Throwable thrown = null;
    try {
      while (items.size() < chunkSize && input.hasNext()) {
        items.add(input.next());
      }
    } catch (Throwable e) { // whatever code of users throws
      thrown = e;
    }
    if (!items.isEmpty()) {
      long first = read;
      read = first + items.size(); // before the outcomes can come
      encode(stream, first, items);
    }
    if (thrown != null) {
      endWith(stream, thrown);
    } else if (items.size() < chunkSize) {
      atEnd = true;
      stream.call().total(read);
    }
  }

  /** An item that cannot travel fails, and no other. */
  @GuardedBy("reading")
  private void encode(StreamedCall<?> stream, long first, List<Object> items) {
    long index = first;
    for (Object item : items) {
      try {
        maker.add(index, item);
      } catch (Throwable e) { // code of users runs in there
        send(stream);
        stream.refused(index, e);
      }
      if (maker.isFull()) {
        send(stream);
      }
      index++;
    }
    send(stream);
  }

  private void send(StreamedCall<?> stream) {
    if (maker.isEmpty()) {
      return;
    }
    Throwable failure;
    Chunk chunk;
    try {
      chunk = maker.take();
      if (scheduler.add(stream, chunk)) {
        return;
      }
      chunk.drop();
      atEnd = true;
      failure = closed();
    } catch (RuntimeException | Error e) { // no room for a file
      failure = e;
      chunk = maker.giveUp();
    }
    for (int i = 0; i < chunk.count(); i++) {
      stream.refused(chunk.first() + i, failure);
    }
  }

  private static RejectedExecutionException closed() {
    return new RejectedExecutionException(
        "the pool was closed before all of the input was read; take all results before that, or"
            + " close the iterator");
  }

  /** The error comes where the next item would have come. */
  @GuardedBy("reading")
  private void endWith(StreamedCall<?> stream, Throwable error) {
    long index = read;
    read = index + 1;
    atEnd = true;
    stream.refused(index, error);
  }

  /** Nothing more of the input can be sent: that is an error only if there is more of it. */
  @GuardedBy("reading")
  private void readEnd(StreamedCall<?> stream) {
    try {
      if (input.hasNext()) {
        endWith(stream, closed());
      }
    } catch (Throwable e) { // whatever code of users throws
      endWith(stream, e);
    }
    atEnd = true;
  }

  /** Sends no more; whoever takes results finds out whether there was more to be read. */
  void cut() {
    cut = true;
  }

  /** Reads no more; a thread that is reading may send one chunk more. */
  void end() {
    atEnd = true;
  }

  boolean isAtEnd() {
    return atEnd;
  }

  long read() {
    return read;
  }
}
