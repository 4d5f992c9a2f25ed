package io.mp4j.examples.flaky;

import io.mp4j.AsyncResult;
import io.mp4j.Calls;
import io.mp4j.Context;
import io.mp4j.IntValue;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.PoolStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lets tasks throw, hang, exit, crash and run out of memory, among a thousand that do nothing
 * wrong: the caller gets an exception that tells each from the others, and the thousand succeed.
 */
public final class Flaky {
  private static final int INNOCENT = 1000;
  private static final int WORKERS = 3;
  private static final int FAILED = 1;

  private Flaky() {}

  /**
   * Runs the example.
   *
   * @throws IOException when there is no room for temporary files
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("flaky");
    boolean allSucceeded;
    try {
      allSucceeded = run(directory);
    } finally {
      delete(directory);
    }
    if (!allSucceeded) {
      System.exit(FAILED);
    }
  }

  private static boolean run(Path directory) throws InterruptedException {
    // A JVM that crashes says so at length, and leaves a report in its directory.
    Context quiet =
        Mp.context()
            .withHeap("64m")
            .withOutput(Output.discard())
            .withDirectory(directory)
            .withJvmOptions("-XX:-CreateCoredumpOnCrash");
    try (Pool pool = quiet.pool(WORKERS);
        IntValue tries = Mp.value(0)) {
      List<Integer> numbers = IntStream.range(0, INNOCENT).boxed().toList();
      AsyncResult<List<Integer>> squares = pool.mapAsync(Flaky::square, numbers);
      // Their turn comes before that of the thousand that wait.
      Calls urgent = pool.withPriority(1);
      Map<Mishap, AsyncResult<Object>> results = new EnumMap<>(Mishap.class);
      for (Mishap each : Mishap.values()) {
        results.put(each, calls(urgent, each).applyAsync(Mishap::happen, each, tries));
      }

      printRow("what the task does", "what the caller gets", "");
      for (Map.Entry<Mishap, AsyncResult<Object>> each : results.entrySet()) {
        Verdict verdict = Verdict.of(each.getValue());
        printRow(each.getKey().what(), verdict.type(), verdict.details());
      }
      long right = countRight(squares);
      print(right, pool.stats());
      return right == INNOCENT;
    }
  }

  /** What each of them needs to come to an end. */
  private static Calls calls(Calls calls, Mishap mishap) {
    return switch (mishap) {
      case HANGS -> calls.withTimeout(Duration.ofSeconds(1), Duration.ofSeconds(10));
      case STUBBORN -> calls.withTimeout(Duration.ofSeconds(1), Duration.ofMillis(500));
      case EXITS_ONCE -> calls.withRetries(1);
      default -> calls;
    };
  }

  static int square(int n) throws InterruptedException {
    Thread.sleep(1);
    return n * n;
  }

  private static long countRight(AsyncResult<List<Integer>> squares) throws InterruptedException {
    List<Integer> results = squares.result();
    return IntStream.range(0, INNOCENT).filter(n -> results.get(n) == n * n).count();
  }

  private static void printRow(String what, String type, String details) {
    System.out.println(String.format("%-32s  %-24s  %s", what, type, details).strip());
  }

  private static void print(long right, PoolStats stats) {
    System.out.println();
    System.out.printf("innocent tasks  %,d of %,d succeeded%n", right, INNOCENT);
    System.out.printf(
        "workers         %d at work, %d started, %d lost%n",
        stats.workers().size(), stats.workersStarted(), stats.workersLost());
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
