package io.mp4j.runtime.shared;

import io.mp4j.Array;
import io.mp4j.Lock;
import io.mp4j.SerializationException;
import io.mp4j.Value;
import io.mp4j.ipc.codec.Journey;
import java.util.function.Supplier;

/**
 * Cells in the memory of this JVM, for values and arrays that threads share: outside the Java heap,
 * so that they can be seen through direct buffers, and collected with what refers to them.
 */
public final class HeapCells implements CellsHandle {
  private final Cells cells;
  private final Supplier<Door> doors;

  /** Makes handles of the lock that goes with them; null when none does. */
  private final Supplier<? extends Lock> locks;

  private final Door door;

  private HeapCells(Cells cells, Supplier<Door> doors, Supplier<? extends Lock> locks) {
    this.cells = cells;
    this.doors = doors;
    this.locks = locks;
    this.door = doors.get();
  }

  /**
   * Makes a value.
   *
   * @param <T> the box of the type
   * @param type a primitive type
   * @param initial its first value
   * @param doors makes the door of each handle
   * @param locks makes handles of the lock that goes with it; null for none
   * @return the value
   */
  @SuppressWarnings("unchecked") // the type says which
  public static <T> Value<T> value(
      Class<T> type, T initial, Supplier<Door> doors, Supplier<? extends Lock> locks) {
    CellType cell = CellType.of(type);
    return (Value<T>)
        SharedValue.of(cell, initial, () -> new HeapCells(Cells.ofHeap(cell, 1), doors, locks));
  }

  /**
   * Makes an array of zeros.
   *
   * @param <T> the box of the type
   * @param type a primitive type
   * @param length how many elements
   * @param doors makes the door of each handle
   * @param locks makes handles of the lock that goes with it; null for none
   * @return the array
   */
  @SuppressWarnings("unchecked") // the type says which
  public static <T> Array<T> array(
      Class<T> type, int length, Supplier<Door> doors, Supplier<? extends Lock> locks) {
    Cells cells = Cells.ofHeap(CellType.of(type), length);
    return (Array<T>) SharedArray.of(new HeapCells(cells, doors, locks), null);
  }

  @Override
  public Cells state() {
    return cells;
  }

  @Override
  public CellsHandle another() {
    checkOpen();
    return new HeapCells(cells, doors, locks);
  }

  @Override
  public Lock newLock() {
    checkOpen();
    return locks.get();
  }

  @Override
  public boolean isLocked() {
    return locks != null;
  }

  @Override
  public void checkOpen() {
    door.checkOpen();
  }

  @Override
  public String name() {
    return door.name();
  }

  @Override
  public void close() {
    door.close();
  }

  @Override
  public boolean isClosed() {
    return door.isClosed();
  }

  @Override
  public Handle.Ticket depart(Journey journey) {
    throw new SerializationException(
        "it was made by Mp.threads() and stays in its process; make it with Mp or Mp.context(): "
            + name());
  }
}
