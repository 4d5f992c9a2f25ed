package io.mp4j.benchmarks;

import io.mp4j.Mp;
import io.mp4j.Queue;
import io.mp4j.benchmarks.Crew.Tally;
import io.mp4j.benchmarks.Crew.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Integers through a queue without a bound, from children to children. */
final class QueueRows {
  /** So many are put before anything is measured anew, so that no backlog grows without end. */
  private static final int ITEMS = 100_000;

  private static final int WARM_UPS_OF_CROWDS = 5;

  /** Tells a consumer that one producer has no more items. */
  private static final Integer END = -1;

  private static final List<Shape> SHAPES =
      List.of(new Shape(1, 1), new Shape(2, 2), new Shape(4, 4));

  private QueueRows() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Shape shape : SHAPES.subList(0, 2)) {
      rows.add(
          new Row(
              "queue " + shape,
              Unit.ITEMS,
              String.format("queue %d %d %d", shape.producers, shape.consumers, ITEMS),
              () -> new QueueSide(shape),
              shape.producers == 1 ? 1 : 2));
    }
    String shapes = SHAPES.stream().map(Shape::toString).collect(Collectors.joining(" "));
    rows.add(
        new Row(
            "queue 4:4, share of best shape",
            Unit.SHARE,
            "queue-share " + ITEMS + " " + shapes,
            ShareSide::new,
            WARM_UPS_OF_CROWDS));
    return rows;
  }

  /** How many children put, and how many take. */
  private record Shape(int producers, int consumers) {
    @Override
    public String toString() {
      return producers + ":" + consumers;
    }
  }

  private record Producer(Queue<Integer> queue, int consumers) implements Task {
    @Override
    public Tally run(long order) throws InterruptedException {
      for (int item = 0; item < order; item++) {
        queue.put(item);
      }
      for (int i = 0; i < consumers; i++) {
        queue.put(END);
      }
      return new Tally(order, 0);
    }
  }

  private record Consumer(Queue<Integer> queue, int producers) implements Task {
    @Override
    public Tally run(long order) throws InterruptedException {
      long count = 0;
      for (int ends = 0; ends < producers; ) {
        if (queue.get().equals(END)) {
          ends++;
        } else {
          count++;
        }
      }
      return new Tally(count, 0);
    }
  }

  private static final class QueueSide implements Side {
    private final Shape shape;
    private final Queue<Integer> queue = Mp.queue();
    private final Crew crew = new Crew();

    QueueSide(Shape shape) {
      this.shape = shape;
      for (int i = 0; i < shape.consumers; i++) {
        crew.add(new Consumer(queue, shape.producers));
      }
      for (int i = 0; i < shape.producers; i++) {
        crew.add(new Producer(queue, shape.consumers));
      }
    }

    @Override
    public double measure(Duration duration) throws Exception {
      return Sampling.perSecond(duration, ITEMS, this::passItems);
    }

    private void passItems() throws Exception {
      List<Tally> tallies = crew.run(ITEMS / shape.producers);
      long arrived = tallies.subList(0, shape.consumers).stream().mapToLong(Tally::count).sum();
      Exactly.check("items", ITEMS, arrived);
    }

    @Override
    public void close() {
      crew.close();
      queue.close();
    }
  }

  /** The last shape's throughput as a share of the best shape's. */
  private static final class ShareSide implements Side {
    private final List<QueueSide> sides = SHAPES.stream().map(QueueSide::new).toList();

    @Override
    public double measure(Duration duration) throws Exception {
      double best = 0;
      double last = 0;
      for (QueueSide side : sides) {
        last = side.measure(duration);
        best = Math.max(best, last);
      }
      return last / best;
    }

    @Override
    public void close() {
      sides.forEach(QueueSide::close);
    }
  }
}
