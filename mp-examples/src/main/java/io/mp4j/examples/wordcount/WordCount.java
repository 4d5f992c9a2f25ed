package io.mp4j.examples.wordcount;

import io.mp4j.Mp;
import io.mp4j.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Counts the words of files and directories with {@code Pool.map}, then once more alone. */
public final class WordCount {
  private static final int SHOWN_WORDS = 20;
  private static final int SHOWN_LEFT_OUT = 10;
  private static final int USAGE = 2;

  private WordCount() {}

  /**
   * Runs the example.
   *
   * @param args files and directories
   * @throws IOException when a path cannot be walked at all
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 0) {
      System.err.println("usage: wordcount PATH...");
      System.exit(USAGE);
    }
    List<Path> roots = Stream.of(args).map(Path::of).toList();
    if (roots.stream().allMatch(Files::notExists)) { // one among others is left out
      System.err.println("wordcount: no such file or directory: " + String.join(", ", args));
      System.exit(USAGE);
    }
    FileWalk walk = new FileWalk(roots);

    long start = System.nanoTime();
    Totals parallel = inParallel(walk.files(), Math.max(2, Mp.cpuCount()));
    double parallelSeconds = secondsSince(start);

    start = System.nanoTime();
    Totals alone = Totals.of(walk.files().stream().map(FileCount::of).toList());
    double aloneSeconds = secondsSince(start);

    for (Map.Entry<String, Long> word : parallel.mostFrequent(SHOWN_WORDS)) {
      System.out.printf("%,10d  %s%n", word.getValue(), word.getKey());
    }
    System.out.println();
    System.out.printf("files        %,d%n", parallel.files());
    System.out.printf("bytes        %,d%n", parallel.bytes());
    System.out.printf("words        %,d different%n", parallel.words().size());
    System.out.printf(
        "elapsed      %.2f s with %d workers, their start included: pids %s%n",
        parallelSeconds, parallel.pids().size(), parallel.pids());
    System.out.printf(
        "one process  %.2f s, %s%n",
        aloneSeconds, same(parallel, alone) ? "the same totals" : "OTHER TOTALS");
    printLeftOut(Stream.concat(walk.unreadable().stream(), parallel.leftOut().stream()).toList());
  }

  static Totals inParallel(List<Path> files, int workers) throws InterruptedException {
    try (Pool pool = Mp.pool(workers)) {
      return Totals.of(pool.map(FileCount::of, files));
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static boolean same(Totals a, Totals b) {
    return a.words().equals(b.words()) && a.files() == b.files() && a.bytes() == b.bytes();
  }

  private static void printLeftOut(List<FileCount> leftOut) {
    if (leftOut.isEmpty()) {
      return;
    }
    System.out.printf("left out     %,d%n", leftOut.size());
    for (FileCount each : leftOut.subList(0, Math.min(SHOWN_LEFT_OUT, leftOut.size()))) {
      System.out.printf("  %s (%s)%n", each.path(), each.leftOut());
    }
    if (leftOut.size() > SHOWN_LEFT_OUT) {
      System.out.printf("  and %,d more%n", leftOut.size() - SHOWN_LEFT_OUT);
    }
  }
}
