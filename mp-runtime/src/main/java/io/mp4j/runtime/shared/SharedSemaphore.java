package io.mp4j.runtime.shared;

import io.mp4j.BoundedSemaphore;
import io.mp4j.Semaphore;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.park.Parking;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A semaphore. */
class SharedSemaphore implements Semaphore, Traveller {
  private final Handle<SemaphoreState> handle;
  final SemaphoreState state;

  private SharedSemaphore(Handle<SemaphoreState> handle) {
    this.handle = handle;
    this.state = handle.state();
  }

  static SharedSemaphore create(int permits) {
    return new SharedSemaphore(newHandle("Semaphore", permits, SemaphoreState.NO_BOUND));
  }

  static BoundedSemaphore createBounded(int permits) {
    return new Bounded(newHandle("BoundedSemaphore", permits, permits));
  }

  private static Handle<SemaphoreState> newHandle(String noun, int permits, int bound) {
    Membership.begin();
    return Handle.of(
        noun,
        Attachment.create(
            Tree.current().newName(),
            SegmentKind.SEMAPHORE,
            1,
            SemaphoreState.SIZE,
            segment -> SemaphoreState.write(segment, permits, bound),
            SemaphoreState::new),
        0);
  }

  /** One with a bound. */
  private static final class Bounded extends SharedSemaphore implements BoundedSemaphore {
    Bounded(Handle<SemaphoreState> handle) {
      super(handle);
    }

    @Override
    public int bound() {
      return state.bound();
    }
  }

  /** What travels. */
  private record Ref(Handle.Ticket ticket, boolean bounded) implements Reference {
    @Override
    public Object arrive() {
      Handle<SemaphoreState> handle =
          Handle.arrive(ticket, SegmentKind.SEMAPHORE, SemaphoreState.class, SemaphoreState::new);
      return bounded ? new Bounded(handle) : new SharedSemaphore(handle);
    }
  }

  @Override
  public final Reference depart(Journey journey) {
    return new Ref(handle.depart(journey), this instanceof Bounded);
  }

  @Override
  public final void acquire() throws InterruptedException {
    acquire(1);
  }

  @Override
  public final void acquire(int permits) throws InterruptedException {
    boolean unused = acquire(permits, Long.MAX_VALUE);
  }

  @Override
  public final boolean tryAcquire() {
    return tryAcquire(1);
  }

  @Override
  public final boolean tryAcquire(int permits) {
    checkArgument(permits);
    handle.checkOpen();
    return state.tryAcquire(permits, handle::checkOpen);
  }

  @Override
  public final boolean tryAcquire(Duration timeout) throws InterruptedException {
    return acquire(1, Parking.nanos(timeout));
  }

  @Override
  public final boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
    return acquire(1, unit.toNanos(timeout));
  }

  @Override
  public final boolean tryAcquire(int permits, long timeout, TimeUnit unit)
      throws InterruptedException {
    return acquire(permits, unit.toNanos(timeout));
  }

  private boolean acquire(int permits, long nanos) throws InterruptedException {
    checkArgument(permits);
    handle.checkOpen();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return state.tryAcquire(permits, handle::checkOpen)
        || state.acquire(permits, nanos, handle::checkOpen);
  }

  @Override
  public final void release() {
    release(1);
  }

  @Override
  public final void release(int permits) {
    checkArgument(permits);
    handle.checkOpen();
    state.release(permits, handle::checkOpen);
  }

  private static void checkArgument(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits are at least 0: permits=" + permits);
    }
  }

  @Override
  public final int availablePermits() {
    handle.checkOpen();
    return state.available();
  }

  @Override
  public final int drainPermits() {
    handle.checkOpen();
    return state.drain(handle::checkOpen);
  }

  @Override
  public final void close() {
    handle.close(state::wakeAll);
  }

  @Override
  public final boolean isClosed() {
    return handle.isClosed();
  }

  @Override
  public final String toString() {
    return handle.name() + " (" + state.available() + " available)";
  }
}
