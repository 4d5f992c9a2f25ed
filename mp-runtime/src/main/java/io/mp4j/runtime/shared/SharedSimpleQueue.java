package io.mp4j.runtime.shared;

import io.mp4j.SimpleQueue;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.ring.Ring;

/** A queue on a ring that is bounded by its bytes. */
final class SharedSimpleQueue<E> implements SimpleQueue<E>, Traveller {
  private static final int HOLDER = 0;
  private static final int ROLES = 1;

  private final Handle<Ring> handle;
  private final Ring ring;
  private final Codec codec;

  private SharedSimpleQueue(Handle<Ring> handle, Codec codec) {
    this.handle = handle;
    this.ring = handle.state();
    this.codec = codec;
  }

  static <E> SharedSimpleQueue<E> create(Codec codec) {
    Membership.begin();
    return new SharedSimpleQueue<>(
        Handle.of("SimpleQueue", Ring.create(ROLES, Ring.BY_BYTES), HOLDER), codec);
  }

  /** What travels. */
  private record Ref(Handle.Ticket ticket, byte[] settings) implements Reference {
    @Override
    public Object arrive() {
      return new SharedSimpleQueue<>(
          Handle.arrive(ticket, SegmentKind.RING, Ring.class, Ring::of),
          SharedCodec.arrived(settings));
    }
  }

  @Override
  public Reference depart(Journey journey) {
    return new Ref(handle.depart(journey), SharedCodec.settingsOf(codec));
  }

  @Override
  public void put(E item) throws InterruptedException {
    boolean unused = Channel.put(codec, ring, item, Long.MAX_VALUE, handle::checkOpen, () -> {});
  }

  @Override
  @SuppressWarnings("unchecked") // items of type E were put
  public E get() throws InterruptedException {
    return (E)
        Channel.decode(
            codec,
            ring.take(Long.MAX_VALUE, Long.MAX_VALUE, empty -> handle.checkOpen(), () -> {}));
  }

  @Override
  public boolean isEmpty() {
    handle.checkOpen();
    return ring.isEmpty();
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
