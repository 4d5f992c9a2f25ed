package io.mp4j.runtime.shared;

import io.mp4j.SharedMemory;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.tree.Attachment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A block of bytes, mapped as it is asked for: it may be larger than a buffer. */
final class SharedBlock implements SharedMemory, Traveller {
  private static final Names NAMES = new Names("SharedMemory", ".block");

  private final Handle<State> handle;

  private SharedBlock(Handle<State> handle) {
    this.handle = handle;
  }

  static SharedBlock create(Optional<String> name, long size) {
    Membership.begin();
    return new SharedBlock(
        NAMES.create(
            name,
            file ->
                Attachment.create(file, SegmentKind.BLOCK, 1, size, segment -> {}, State::new)));
  }

  static SharedBlock open(String name) {
    return new SharedBlock(NAMES.open(name, SegmentKind.BLOCK, State.class, State::new));
  }

  /** What travels. */
  private record Ref(Handle.Ticket ticket) implements Reference {
    @Override
    public Object arrive() {
      return new SharedBlock(Handle.arrive(ticket, SegmentKind.BLOCK, State.class, State::new));
    }
  }

  @Override
  public Reference depart(Journey journey) {
    return new Ref(handle.depart(journey));
  }

  /**
   * The segment: nothing but its body. One that is larger than a buffer is mapped in windows of 2
   * GiB that begin 1 GiB apart, at once, so that all views of up to 1 GiB outlive the name.
   */
  private static final class State implements Attachment.State {
    private static final long STRIDE = 1L << 30;

    private final Segment segment;
    private final List<ByteBuffer> windows = new ArrayList<>();

    State(Segment segment) {
      this.segment = segment;
      long size = segment.bodySize();
      if (size > Integer.MAX_VALUE) {
        for (long begin = 0; begin < size; begin += STRIDE) {
          windows.add(map(begin, (int) Math.min(Integer.MAX_VALUE, size - begin)));
        }
      } else if (segment.memory().size() > segment.body()) {
        windows.add(segment.memory().slice(segment.body(), (int) size));
      } else {
        windows.add(map(0, (int) size)); // it fits a buffer, but not with its header
      }
    }

    private ByteBuffer map(long offset, int length) {
      return segment.map(segment.body() + offset, length);
    }

    ByteBuffer view(long offset, int length) {
      int window = windows.size() == 1 ? 0 : (int) (offset / STRIDE);
      long begin = window * STRIDE;
      ByteBuffer bytes = windows.get(window);
      return offset - begin + length <= bytes.capacity()
          ? bytes.slice((int) (offset - begin), length).order(ByteOrder.nativeOrder())
          : map(offset, length);
    }
  }

  @Override
  public String name() {
    return Names.ofUser(handle.attachment().name());
  }

  @Override
  public long size() {
    return handle.segment().bodySize();
  }

  @Override
  public ByteBuffer buffer() {
    handle.checkOpen();
    if (size() > Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "the block is larger than a buffer; use buffer(offset, length): size=" + size());
    }
    return handle.state().view(0, (int) size());
  }

  @Override
  public ByteBuffer buffer(long offset, int length) {
    handle.checkOpen();
    long unused = Objects.checkFromIndexSize(offset, (long) length, size());
    return handle.state().view(offset, length);
  }

  @Override
  public void unlink() {
    handle.checkOpen();
    handle.segment().delete();
  }

  @Override
  public void close() {
    handle.close(() -> {});
  }

  @Override
  public boolean isClosed() {
    return handle.isClosed();
  }

  @Override
  public String toString() {
    return "SharedMemory " + name() + " (" + size() + " bytes)";
  }
}
