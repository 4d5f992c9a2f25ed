package io.mp4j.runtime.shared;

import io.mp4j.Array;
import io.mp4j.Lock;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.memory.Memory;
import java.nio.ByteBuffer;
import java.util.Objects;

/** An array of a type without a class of its own. */
class SharedArray<T> implements Array<T>, Traveller {
  final CellsHandle handle;
  final Cells cells;
  final CellType type;
  final Memory memory;
  private final CellsLock lock;

  SharedArray(CellsHandle handle, Lock given) {
    this.handle = handle;
    this.cells = handle.state();
    this.type = cells.type;
    this.memory = cells.memory;
    this.lock = new CellsLock(handle, given);
  }

  @SuppressWarnings("unchecked") // the type says which
  static <T> SharedArray<T> create(Class<T> primitive, int length, boolean locked) {
    return (SharedArray<T>)
        of(SegmentCells.create("Array", CellType.of(primitive), length, locked), null);
  }

  static SharedArray<?> of(CellsHandle handle, Lock given) {
    return switch (handle.state().type) {
      case INT -> new SharedIntArray(handle, given);
      case LONG -> new SharedLongArray(handle, given);
      case DOUBLE -> new SharedDoubleArray(handle, given);
      case BYTE -> new SharedByteArray(handle, given);
      default -> new SharedArray<>(handle, given);
    };
  }

  /** What travels. */
  private record Ref(Handle.Ticket ticket, Lock given) implements Reference {
    @Override
    public Object arrive() {
      return of(SegmentCells.arrive(ticket), given);
    }
  }

  @Override
  public Reference depart(Journey journey) {
    return new Ref(handle.depart(journey), lock.given());
  }

  @Override
  public final int length() {
    return cells.length;
  }

  /** Checks the handle and the index. */
  final int at(int index) {
    handle.checkOpen();
    return cells.at(index);
  }

  @Override
  @SuppressWarnings("unchecked") // the cells hold this type
  public final T get(int index) {
    return (T) type.toValue(type.get(memory, at(index)));
  }

  @Override
  public final void set(int index, T value) {
    type.set(memory, at(index), type.checkedBits(value));
  }

  @Override
  public final boolean compareAndSet(int index, T expected, T value) {
    return type.compareAndSet(
        memory, at(index), type.checkedBits(expected), type.checkedBits(value));
  }

  @Override
  public final void read(int from, Object target, int offset, int count) {
    checkArray(target, offset, count);
    type.copyOut(cells.buffer(from, count), target, offset, count);
  }

  @Override
  public final void write(int from, Object source, int offset, int count) {
    checkArray(source, offset, count);
    type.copyIn(cells.buffer(from, count), source, offset, count);
  }

  private void checkArray(Object array, int offset, int count) {
    handle.checkOpen();
    if (array.getClass().getComponentType() != type.primitive()) {
      throw new IllegalArgumentException(
          "elements of a shared array of "
              + type.primitive()
              + " go to and from such an array: array="
              + array.getClass().getTypeName());
    }
    Objects.checkFromIndexSize(offset, count, java.lang.reflect.Array.getLength(array));
  }

  @Override
  public final void fill(T value) {
    handle.checkOpen();
    long bits = type.checkedBits(value);
    for (int i = 0; i < cells.length; i++) {
      type.set(memory, cells.at(i), bits);
    }
  }

  @Override
  public final ByteBuffer buffer() {
    handle.checkOpen();
    return cells.buffer();
  }

  @Override
  public final Lock getLock() {
    return lock.get();
  }

  @Override
  @SuppressWarnings("unchecked") // the same type of cells
  public Array<T> withLock(Lock given) {
    return (Array<T>) of(handle.another(), Objects.requireNonNull(given, "lock"));
  }

  @Override
  public final void close() {
    lock.close();
    handle.close();
  }

  @Override
  public final boolean isClosed() {
    return handle.isClosed();
  }

  @Override
  public final String toString() {
    return handle.name() + " (" + type.primitive() + "[" + cells.length + "])";
  }
}
