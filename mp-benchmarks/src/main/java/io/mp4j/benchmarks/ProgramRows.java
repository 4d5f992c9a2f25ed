package io.mp4j.benchmarks;

import io.mp4j.Mp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A whole program with a pool, from its command to its end. */
final class ProgramRows {
  private ProgramRows() {}

  static List<Row> rows() {
    return List.of(
        row("pool program, whole run (Python: spawn)", "program spawn", ProgramRows::plain),
        row("pool program, whole run (Python: fork)", "program fork", ProgramRows::plain),
        row(
            "pool program, whole run, own archive (Python: spawn)",
            "program spawn",
            ProgramRows::fromArchive));
  }

  private static Row row(String name, String python, Row.Setup ours) {
    return Row.ofSingleSteps(name, Unit.MILLISECONDS, python, ours);
  }

  private static Side plain() throws InterruptedException {
    ChildArchive children = ChildArchive.await(Mp.context().withSpares(0));
    return new ProgramSide(List.of(), "children " + children.remark());
  }

  private static Side fromArchive() throws IOException, InterruptedException {
    ChildArchive children = ChildArchive.await(Mp.context().withSpares(0));
    if (children == ChildArchive.NOT_POSSIBLE) {
      return new ProgramSide(List.of(), children.remark());
    }
    ParentArchive own = ParentArchive.make(PoolProgram.class);
    return new ProgramSide(own.options(), "children " + children.remark()) {
      @Override
      public void close() {
        own.close();
      }
    };
  }

  private static class ProgramSide implements Side {
    private final JavaProgram program;
    private final String remark;

    ProgramSide(List<String> options, String remark) {
      this.program = new JavaProgram(PoolProgram.class, options);
      this.remark = remark;
    }

    @Override
    public double measure(Duration duration) throws Exception {
      long start = System.nanoTime();
      String printed = program.run();
      double millis = (System.nanoTime() - start) / 1e6;
      if (!printed.equals(PoolProgram.PRINTS)) {
        throw new IOException("it should print " + PoolProgram.PRINTS + ", not " + printed);
      }
      return millis;
    }

    @Override
    public String remark() {
      return remark;
    }
  }
}
