package io.mp4j.runtime.pool;

import io.mp4j.Broadcast;
import io.mp4j.SerializationException;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.runtime.child.Self;
import io.mp4j.runtime.worker.Broadcasts;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A value that the pool of this process shares with its workers. Safe for all threads. */
final class PoolBroadcast<T> implements Broadcast<T>, Traveller {
  /** Those that may come back in a result. */
  private static final Map<Long, WeakReference<PoolBroadcast<?>>> MADE_HERE =
      new ConcurrentHashMap<>();

  private final long id;
  private final Freight freight;
  private final BroadcastTable table;
  private volatile Value<T> value;

  PoolBroadcast(long id, T value, Freight freight, BroadcastTable table) {
    this.id = id;
    this.value = new Value<>(value);
    this.freight = freight;
    this.table = table;
    MADE_HERE.put(id, new WeakReference<>(this));
  }

  /** The value, which may be null. */
  private record Value<T>(T value) {}

  /** What travels: who made it, and its number there. */
  private record Ref(String owner, long id) implements Reference {
    @Override
    public Object arrive() {
      if (!owner.equals(Self.current().identity())) {
        return new Copy<>(owner, id);
      }
      WeakReference<PoolBroadcast<?>> made = MADE_HERE.get(id);
      PoolBroadcast<?> same = made == null ? null : made.get();
      if (same == null) {
        throw new SerializationException("the shared value was closed: id=" + id);
      }
      return same;
    }
  }

  /** What a worker has of it. */
  private record Copy<T>(String owner, long id) implements Broadcast<T>, Traveller {
    @Override
    @SuppressWarnings("unchecked") // a value of type T was shared
    public T get() {
      return (T) Broadcasts.get(id);
    }

    /** It is its maker's to be closed. */
    @Override
    public void close() {}

    @Override
    public Reference depart(Journey journey) {
      return new Ref(owner, id);
    }
  }

  long id() {
    return id;
  }

  Freight freight() {
    return freight;
  }

  @Override
  public T get() {
    Value<T> open = value;
    if (open == null) {
      throw new IllegalStateException("the shared value was closed: id=" + id);
    }
    return open.value;
  }

  @Override
  public Reference depart(Journey to) {
    if (value == null) {
      throw new SerializationException("the shared value was closed: id=" + id);
    }
    return new Ref(Self.current().identity(), id);
  }

  @Override
  public void close() {
    if (value != null) {
      value = null;
      MADE_HERE.remove(id);
      table.remove(this);
    }
  }

  @Override
  public String toString() {
    return "Broadcast[id=" + id + (value == null ? ", closed]" : "]");
  }
}
