package io.mp4j.runtime.shared;

import io.mp4j.Lock;
import io.mp4j.TaskException;
import io.mp4j.Value;
import io.mp4j.function.Function1;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.memory.Memory;
import java.util.Objects;
import java.util.function.Supplier;

/** A value of a type without a class of its own. */
class SharedValue<T> implements Value<T>, Traveller {
  final CellsHandle handle;
  final CellType type;
  final Memory memory;
  final int at;
  private final CellsLock lock;

  SharedValue(CellsHandle handle, Lock given) {
    this.handle = handle;
    this.type = handle.state().type;
    this.memory = handle.state().memory;
    this.at = handle.state().first();
    this.lock = new CellsLock(handle, given);
  }

  /** Makes cells only for an initial value that they can hold. */
  static SharedValue<?> of(CellType type, Object initial, Supplier<CellsHandle> maker) {
    long bits = type.checkedBits(initial);
    SharedValue<?> value = of(maker.get(), null);
    type.set(value.memory, value.at, bits);
    return value;
  }

  @SuppressWarnings("unchecked") // the type says which
  static <T> SharedValue<T> create(Class<T> primitive, T initial, boolean locked) {
    CellType type = CellType.of(primitive);
    return (SharedValue<T>) of(type, initial, () -> SegmentCells.create("Value", type, 1, locked));
  }

  static SharedValue<?> of(CellsHandle handle, Lock given) {
    return switch (handle.state().type) {
      case INT -> new SharedIntValue(handle, given);
      case LONG -> new SharedLongValue(handle, given);
      case DOUBLE -> new SharedDoubleValue(handle, given);
      default -> new SharedValue<>(handle, given);
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

  @SuppressWarnings("unchecked") // the cell holds this type
  final T box(long bits) {
    return (T) type.toValue(bits);
  }

  @Override
  public final T get() {
    handle.checkOpen();
    return box(type.get(memory, at));
  }

  @Override
  public final void set(T value) {
    handle.checkOpen();
    type.set(memory, at, type.checkedBits(value));
  }

  @Override
  public final T getAndSet(T value) {
    handle.checkOpen();
    return box(type.getAndSet(memory, at, type.checkedBits(value)));
  }

  @Override
  public final boolean compareAndSet(T expected, T value) {
    handle.checkOpen();
    return type.compareAndSet(memory, at, type.checkedBits(expected), type.checkedBits(value));
  }

  @Override
  public final T update(Function1<T, T> function) {
    while (true) {
      handle.checkOpen();
      long before = type.get(memory, at);
      T after = call(function, box(before));
      if (type.compareAndSet(memory, at, before, type.checkedBits(after))) {
        return after;
      }
    }
  }

  private static <T> T call(Function1<T, T> function, T value) {
    try {
      return function.call(value);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new TaskException(e);
    }
  }

  @Override
  public final Lock getLock() {
    return lock.get();
  }

  @Override
  @SuppressWarnings("unchecked") // the same type of cell
  public Value<T> withLock(Lock given) {
    return (Value<T>) of(handle.another(), Objects.requireNonNull(given, "lock"));
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
    return handle.name() + (isClosed() ? " (closed)" : " (" + type.primitive() + " " + get() + ")");
  }
}
