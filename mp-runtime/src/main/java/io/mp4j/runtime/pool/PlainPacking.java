package io.mp4j.runtime.pool;

import java.util.ArrayList;
import java.util.List;

/** For workers that are threads: everything goes as it is. */
final class PlainPacking implements Packing {
  /** Something that is not copied. */
  record PlainFreight(Object value) implements Freight {
    @Override
    public int bytes() {
      return 0;
    }

    @Override
    public void drop() {}
  }

  @Override
  public Freight pack(Object value) {
    return new PlainFreight(value);
  }

  @Override
  public ChunkMaker maker(Call<?> call, int chunkSize) {
    return new Maker(call, chunkSize);
  }

  private static final class Maker implements ChunkMaker {
    private final Call<?> call;
    private final int chunkSize;
    private List<Object> items = new ArrayList<>();
    private long first;

    Maker(Call<?> call, int chunkSize) {
      this.call = call;
      this.chunkSize = chunkSize;
    }

    @Override
    public void add(long index, Object item) {
      if (items.isEmpty()) {
        first = index;
      }
      items.add(item);
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
      Load load = new Load(new PlainFreight(items.toArray()), count);
      items = new ArrayList<>();
      return new Chunk(call, first, 0, count, load, false);
    }

    @Override
    public Chunk giveUp() {
      return take();
    }
  }
}
