package io.mp4j.benchmarks;

import io.mp4j.Lock;
import io.mp4j.Mp;
import java.time.Duration;
import java.util.List;

/** A lock that nobody else wants. */
final class LockRows {
  /** Between two looks at the clock. */
  private static final int BATCH = 64;

  private LockRows() {}

  static List<Row> rows() {
    return List.of(new Row("lock+unlock, uncontended", Unit.PAIRS, "lock", LockSide::new));
  }

  private static final class LockSide implements Side {
    private final Lock lock = Mp.lock();

    @Override
    public double measure(Duration duration) throws Exception {
      return Sampling.perSecond(duration, BATCH, this::pairs);
    }

    @SuppressWarnings("LockNotBeforeTry") // there is nothing between them that could fail
    private void pairs() {
      for (int i = 0; i < BATCH; i++) {
        lock.lock();
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.close();
    }
  }
}
