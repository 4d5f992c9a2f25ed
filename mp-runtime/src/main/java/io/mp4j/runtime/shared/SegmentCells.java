package io.mp4j.runtime.shared;

import io.mp4j.Lock;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.memory.SegmentKind;

/** Cells in shared memory. */
record SegmentCells(Handle<Cells> handle) implements CellsHandle {
  static CellsHandle create(String noun, CellType type, int length, boolean locked) {
    return new SegmentCells(Handle.of(noun, Cells.create(type, length, locked), 0));
  }

  static CellsHandle arrive(Handle.Ticket ticket) {
    return new SegmentCells(Handle.arrive(ticket, SegmentKind.ARRAY, Cells.class, Cells::new));
  }

  @Override
  public Cells state() {
    return handle.state();
  }

  @Override
  public CellsHandle another() {
    return new SegmentCells(handle.another());
  }

  @Override
  public Lock newLock() {
    return SharedRLock.of(handle.another());
  }

  @Override
  public boolean isLocked() {
    return handle.state().isLocked();
  }

  @Override
  public void checkOpen() {
    handle.checkOpen();
  }

  @Override
  public String name() {
    return handle.name();
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
  public Handle.Ticket depart(Journey journey) {
    return handle.depart(journey);
  }
}
