package io.mp4j.benchmarks;

import io.mp4j.Context;
import io.mp4j.Mp;
import java.time.Duration;
import java.util.List;

/** What a child costs that does nothing. */
final class StartRows {
  private StartRows() {}

  static List<Row> rows() {
    return List.of(
        startRow("start+join, cold (Python: spawn)", "start spawn", StartRows::cold),
        startRow("start+join, cold, small() (Python: spawn)", "start spawn", StartRows::small),
        startRow(
            "start+join, cold, first run ever (Python: spawn)", "first-start", FirstStart::side),
        startRow("start+join, warm (Python: forkserver)", "start forkserver", WarmSide::new),
        startRow("start+join, warm (Python: fork)", "start fork", WarmSide::new));
  }

  private static Row startRow(String name, String python, Row.Setup ours) {
    return Row.ofSingleSteps(name, Unit.MILLISECONDS, python, ours);
  }

  private static Side cold() throws Exception {
    return new ColdSide(Mp.context().withSpares(0));
  }

  private static Side small() throws Exception {
    return new ColdSide(Mp.context().small().withSpares(0));
  }

  /** Starts a child and joins it; returns milliseconds. */
  static double startAndJoin(Context context) throws InterruptedException {
    long start = System.nanoTime();
    context.process(StartRows::nothing).start().join();
    return (System.nanoTime() - start) / 1e6;
  }

  /** Returns when there is one that was made after a first child, as for the program's next run. */
  private static ChildArchive awaitArchive(Context context) throws Exception {
    double unused = startAndJoin(context); // so that its target is known when the archive is made
    return ChildArchive.await(context);
  }

  private static void nothing() {}

  /** Each child is a JVM that is launched for it. */
  private static final class ColdSide implements Side {
    private final Context context;
    private final ChildArchive archive;

    ColdSide(Context context) throws Exception {
      this.context = context;
      this.archive = awaitArchive(context);
    }

    @Override
    public double measure(Duration duration) throws Exception {
      return startAndJoin(context);
    }

    @Override
    public String remark() {
      return archive.remark();
    }
  }

  /** A spare stands ready for each child; how long that takes does not count. */
  private static final class WarmSide implements Side {
    /** What a spare does once it is up. */
    private static final long PREPARATION_MILLIS = 300;

    /** Its property keeps spares apart: none is to be found by what is measured without. */
    private final Context context =
        Mp.context()
            .withSystemProperty("io.mp4j.benchmarks.warm", "true")
            .withSpareIdleTime(Duration.ofSeconds(5));

    private final ChildArchive archive;

    WarmSide() throws Exception {
      archive = awaitArchive(context);
    }

    @Override
    public double measure(Duration duration) throws Exception {
      context.prewarm(1).join();
      Thread.sleep(PREPARATION_MILLIS);
      return startAndJoin(context);
    }

    @Override
    public String remark() {
      return archive.remark();
    }
  }
}
