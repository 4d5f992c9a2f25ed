package io.mp4j.benchmarks;

import io.mp4j.Held;
import io.mp4j.LongValue;
import io.mp4j.Mp;
import io.mp4j.benchmarks.Crew.Tally;
import io.mp4j.benchmarks.Crew.Task;
import java.time.Duration;
import java.util.List;

/** Two children that add to one value; Python cannot without the value's lock. */
final class ValueRows {
  private static final int PROCESSES = 2;
  private static final String PYTHON = "value " + PROCESSES;

  /** Between two looks at the clock. */
  private static final int BATCH = 64;

  private ValueRows() {}

  static List<Row> rows() {
    return List.of(
        new Row(
            "value increments, 2 processes", Unit.INCREMENTS, PYTHON, () -> new ValueSide(false)),
        new Row(
            "value increments, 2 processes, with its lock",
            Unit.INCREMENTS,
            PYTHON,
            () -> new ValueSide(true)));
  }

  private record Incrementing(LongValue value, boolean locked) implements Task {
    @Override
    public Tally run(long nanos) throws InterruptedException {
      long start = System.nanoTime();
      long count = 0;
      long elapsed;
      do {
        if (locked) {
          addLocked();
        } else {
          add();
        }
        count += BATCH;
        elapsed = System.nanoTime() - start;
      } while (elapsed < nanos);
      return new Tally(count, elapsed);
    }

    private void add() {
      for (int i = 0; i < BATCH; i++) {
        value.getAndAdd(1);
      }
    }

    @SuppressWarnings("try") // the lock is needed, not its handle
    private void addLocked() throws InterruptedException {
      for (int i = 0; i < BATCH; i++) {
        try (Held held = value.getLock().hold()) {
          value.set(value.getAsLong() + 1);
        }
      }
    }
  }

  private static final class ValueSide implements Side {
    private final LongValue value = Mp.value(0L);
    private final Crew crew = new Crew();
    private long expected;

    ValueSide(boolean locked) {
      for (int i = 0; i < PROCESSES; i++) {
        crew.add(new Incrementing(value, locked));
      }
    }

    @Override
    public double measure(Duration duration) throws Exception {
      List<Tally> tallies = crew.run(duration.toNanos());
      expected += tallies.stream().mapToLong(Tally::count).sum();
      Exactly.check("increments", expected, value.getAsLong());
      return tallies.stream().mapToDouble(Tally::perSecond).sum();
    }

    @Override
    public void close() {
      crew.close();
      value.close();
    }
  }
}
