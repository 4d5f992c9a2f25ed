package io.mp4j.runtime.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** For workers that are threads: everything goes as it is. */
final class PlainPacking implements Packing {
  private final Function<Object, Carried> luggage;

  PlainPacking(Function<Object, Carried> luggage) {
    this.luggage = luggage;
  }

  /**
   * Something that is not copied.
   *
   * @param value what it is
   * @param carried what it brings along
   */
  record PlainFreight(Object value, Carried carried) implements Freight {
    @Override
    public int bytes() {
      return 0;
    }

    @Override
    public void drop() {
      carried.drop();
    }
  }

  @Override
  public Freight pack(Object value) {
    return new PlainFreight(value, luggage.apply(value));
  }

  @Override
  public ChunkMaker maker(Call<?> call, int chunkSize) {
    return new Maker(call, chunkSize, call.function() == null ? luggage : item -> Carried.NOTHING);
  }

  private static final class Maker implements ChunkMaker {
    private final Call<?> call;
    private final int chunkSize;
    private final Function<Object, Carried> luggage;
    private Carried carried = Carried.NOTHING;
    private List<Object> items = new ArrayList<>();
    private long first;

    Maker(Call<?> call, int chunkSize, Function<Object, Carried> luggage) {
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
      carried = luggage.apply(item); // one that is a task is alone in its chunk
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
      Load load = new Load(new PlainFreight(items.toArray(), carried), count);
      items = new ArrayList<>();
      carried = Carried.NOTHING;
      return new Chunk(call, first, 0, count, load, false);
    }

    @Override
    public Chunk giveUp() {
      return take();
    }
  }
}
