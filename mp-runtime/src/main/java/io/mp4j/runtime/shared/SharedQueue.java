package io.mp4j.runtime.shared;

import io.mp4j.JoinableQueue;
import io.mp4j.MpException;
import io.mp4j.QueueShutdownException;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.park.Parking;
import io.mp4j.ipc.ring.Ring;
import io.mp4j.ipc.ring.RingRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A queue on a ring that is bounded by the number of its records. */
final class SharedQueue<E> extends QueueView<E> implements JoinableQueue<E>, Traveller {
  private static final int HOLDER = 0;
  private static final int ROLES = 1;

  private final Handle<Ring> handle;
  private final Ring ring;
  private final Codec codec;

  // Made once: a lambda for each call would cost as much as the call.
  private final Runnable checkPut = this::checkPut;
  private final Ring.Check checkTake = this::checkTake;

  private SharedQueue(Handle<Ring> handle, Codec codec) {
    this.handle = handle;
    this.ring = handle.state();
    this.codec = codec;
  }

  static <E> SharedQueue<E> create(String noun, int maxSize, Codec codec) {
    Membership.begin();
    return new SharedQueue<>(Handle.of(noun, Ring.create(ROLES, maxSize), HOLDER), codec);
  }

  /** What travels. */
  private record Ref(Handle.Ticket ticket, byte[] settings) implements Reference {
    @Override
    public Object arrive() {
      return new SharedQueue<>(
          Handle.arrive(ticket, SegmentKind.RING, Ring.class, Ring::of),
          SharedCodec.arrived(settings));
    }
  }

  @Override
  public Reference depart(Journey journey) {
    return new Ref(handle.depart(journey), SharedCodec.settingsOf(codec));
  }

  // --- putting and taking ------------------------------------------------------------------------
  @Override
  protected boolean put(E item, long nanos) throws InterruptedException {
    checkNotNull(item);
    return Channel.put(codec, ring, item, nanos, checkPut, () -> {});
  }

  private void checkPut() {
    handle.checkOpen();
    if ((ring.state() & Ring.SHUT_DOWN) != 0) {
      throw new QueueShutdownException(this + " was shut down: it takes no more items");
    }
  }

  @Override
  @SuppressWarnings("unchecked") // items of type E were put
  protected E take(long nanos) throws InterruptedException {
    RingRecord record = ring.take(Long.MAX_VALUE, nanos, checkTake, () -> {});
    return record == null ? null : (E) Channel.decode(codec, record);
  }

  private void checkTake(boolean empty) {
    handle.checkOpen();
    if ((ring.state() & Ring.DROPPED) != 0 || (empty && ring.isExhausted(Ring.SHUT_DOWN))) {
      throw new QueueShutdownException(this + " was shut down and is empty");
    }
  }

  @Override
  @SuppressWarnings("unchecked") // items of type E were put
  protected List<E> snapshot(int most) {
    List<E> items = new ArrayList<>();
    for (RingRecord record : peek(most)) {
      items.add((E) Channel.decode(codec, record));
    }
    return items;
  }

  private List<RingRecord> peek(int most) {
    handle.checkOpen();
    try {
      return ring.peek(most);
    } catch (MpException e) {
      handle.checkOpen(); // to close it removes large items, of which this may have been one
      throw e;
    }
  }

  // --- looking -----------------------------------------------------------------------------------
  @Override
  public int size() {
    handle.checkOpen();
    return (ring.state() & Ring.DROPPED) != 0 ? 0 : ring.size();
  }

  @Override
  public int maxSize() {
    return ring.limit();
  }

  // --- unfinished work ---------------------------------------------------------------------------
  @Override
  public void taskDone() {
    handle.checkOpen();
    if (!ring.done()) {
      throw new IllegalStateException(
          this + ": taskDone() was called more often than items were put");
    }
  }

  @Override
  public void join() throws InterruptedException {
    boolean unused = ring.awaitFinished(Long.MAX_VALUE, this::checkJoin);
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    return ring.awaitFinished(Parking.nanos(timeout), this::checkJoin);
  }

  private void checkJoin() {
    handle.checkOpen();
    if ((ring.state() & Ring.DROPPED) != 0) {
      throw new QueueShutdownException(this + " was shut down, and its items were dropped");
    }
  }

  // --- ending ------------------------------------------------------------------------------------
  @Override
  public void shutdown(boolean immediate) {
    handle.checkOpen();
    ring.end(immediate ? Ring.SHUT_DOWN | Ring.DROPPED : Ring.SHUT_DOWN);
    if (immediate) {
      int unused = ring.clear();
    }
  }

  @Override
  public boolean isShutdown() {
    return (ring.state() & Ring.SHUT_DOWN) != 0;
  }

  @Override
  public void close() {
    handle.close(ring::wakeAll);
  }

  @Override
  public boolean isClosed() {
    return handle.isClosed();
  }

  @Override
  public String toString() {
    return handle.name();
  }
}
