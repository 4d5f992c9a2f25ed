package io.mp4j.benchmarks;

import io.mp4j.Context;
import io.mp4j.Event;
import io.mp4j.Mp;
import io.mp4j.Process;
import java.time.Duration;
import java.util.List;

/** What a child costs that does nothing, from its start or from its kill to its end. */
final class StartRows {
  private StartRows() {}

  static List<Row> rows() {
    return List.of(
        startRow("start+join, cold (Python: spawn)", "start spawn", StartRows::cold),
        startRow("start+join, cold, small() (Python: spawn)", "start spawn", StartRows::small),
        startRow(
            "start+join, cold, first run ever (Python: spawn)", "first-start", FirstStart::side),
        startRow("start+join, warm (Python: forkserver)", "start forkserver", WarmSide::new),
        startRow(
            "start+join, warm (Python: forkserver, program run by its file)",
            "start-by-file forkserver",
            WarmSide::new),
        startRow("start+join, warm (Python: fork)", "start fork", WarmSide::new),
        startRow("kill+join, idle (Python: forkserver)", "kill forkserver", KillSide::new));
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

  /** A child is killed; how long it took to start does not count. */
  private static final class KillSide implements Side {
    private static final long IDLE_MILLIS = 300;

    private final Context context = Mp.context().withSpares(0);

    @Override
    public double measure(Duration duration) throws Exception {
      Event event = context.event();
      try (Process child = context.process(() -> await(event)).start()) {
        event.await();
        Thread.sleep(IDLE_MILLIS);
        long start = System.nanoTime();
        child.kill();
        child.join();
        return (System.nanoTime() - start) / 1e6;
      }
    }

    private static void await(Event event) throws InterruptedException {
      event.set();
      Thread.sleep(Duration.ofMinutes(1).toMillis());
    }
  }
}
