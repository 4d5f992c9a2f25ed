package io.mp4j.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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

  private static Side plain() throws Exception {
    ProgramCache cache = ProgramCache.fill(PoolProgram.class, List.of());
    return new ProgramSide(cache, cache.options());
  }

  private static Side fromArchive() throws Exception {
    ProgramCache cache = ProgramCache.fill(PoolProgram.class, ParentArchive.OPTIONS);
    if (cache.children() == ChildArchive.NOT_POSSIBLE) {
      return new ProgramSide(cache, cache.options());
    }
    ParentArchive own = ParentArchive.make(PoolProgram.class, cache.options());
    List<String> options = new ArrayList<>(cache.options());
    options.addAll(ParentArchive.OPTIONS);
    options.add(own.option());
    return new ProgramSide(cache, options) {
      @Override
      public void close() {
        own.close();
        super.close();
      }
    };
  }

  private static class ProgramSide implements Side {
    private final ProgramCache cache;
    private final JavaProgram program;

    ProgramSide(ProgramCache cache, List<String> options) {
      this.cache = cache;
      this.program = new JavaProgram(PoolProgram.class, options);
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
      return "children " + cache.children().remark();
    }

    @Override
    public void close() {
      cache.close();
    }
  }
}
