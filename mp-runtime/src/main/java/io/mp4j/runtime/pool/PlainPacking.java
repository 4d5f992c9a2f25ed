package io.mp4j.runtime.pool;

import java.util.ArrayList;
import java.util.List;

/** For workers that are threads: everything goes as it is. */
final class PlainPacking implements Packing {
  private final Luggage luggage;

  PlainPacking(Luggage luggage) {
    this.luggage = luggage;
  }

  /**
   * Something that is not copied.
   *
   * @param value what it is
   * @param arrival is run by the worker before it is used; null for nothing
   */
  record PlainFreight(Object value, Runnable arrival) implements Freight {
    @Override
    public int bytes() {
      return 0;
    }

    @Override
    public void drop() {}
  }

  @Override
  public Freight pack(Object value) {
    return new PlainFreight(value, luggage.of(value));
  }

  @Override
  public ChunkMaker maker(Call<?> call, int chunkSize) {
    return new Maker(call, chunkSize, call.function() == null ? luggage : Luggage.NONE);
  }

  private static final class Maker implements ChunkMaker {
    private final Call<?> call;
    private final int chunkSize;
    private final Luggage luggage;
    private Runnable arrival;
    private List<Object> items = new ArrayList<>();
    private long first;

    Maker(Call<?> call, int chunkSize, Luggage luggage) {
      this.call = call;
      this.chunkSize = chunkSize;
      this.luggage = luggage;
    }

    @Override
    public void add(long index, Object item) {
      if (items.isEmpty()) {
        first = index;
      }
      items.add(item);
      arrival = luggage.of(item);
    }

    @Override
    public boolean isFull() {
      return items.size() >= chunkSize;
    }

    @Override
    public boolean isEmpty() {
      return items.isEmpty();
    }

    @Override
    public Chunk take() {
      int count = items.size();
      Load load = new Load(new PlainFreight(items.toArray(), arrival), count);
      items = new ArrayList<>();
      return new Chunk(call, first, 0, count, load, false);
    }

    @Override
    public Chunk giveUp() {
      return take();
    }
  }
}
