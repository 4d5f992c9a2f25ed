package io.mp4j.examples.histogram;

import io.mp4j.Context;
import io.mp4j.LongArray;
import io.mp4j.Mp;
import io.mp4j.Process;
import io.mp4j.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Counts how often each byte value occurs in a file, or in all files below a directory. The files
 * go to the processes through one queue; what they count goes into one shared array.
 */
public final class Histogram {
  static final int BYTE_VALUES = 256;

  private static final int SHOWN = 20;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Histogram() {}

  /**
   * Runs the example.
   *
   * @param args a file or a directory
   * @throws IOException when the directory cannot be walked
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 1) {
      System.err.println("usage: histogram PATH");
      System.exit(USAGE);
    }
    Path root = Path.of(args[0]);
    String problem = problemWith(root);
    if (problem != null) {
      System.err.println("histogram: " + problem + ": " + root);
      System.exit(USAGE);
    }
    // A link that is asked for by name is followed, one below a directory is not.
    if (!count(root.toRealPath(), Math.max(2, Mp.cpuCount()))) {
      System.exit(FAILED);
    }
  }

  private static String problemWith(Path root) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(root, BasicFileAttributes.class);
      return attributes.isRegularFile() || attributes.isDirectory()
          ? null
          : "neither a file nor a directory";
    } catch (NoSuchFileException e) {
      return "no such file or directory";
    } catch (IOException e) {
      return "cannot be read (" + e + ")";
    }
  }

  /**
   * Counts and prints; false when a process did not come to its end, so that counts are missing.
   */
  private static boolean count(Path root, int processes) throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (Queue<Path> files = Mp.queue();
        LongArray bytes = Mp.longArray(BYTE_VALUES);
        LongArray done = Mp.longArray(processes)) {
      Context context = Mp.context().withNamePrefix("counter").withHeap("64m");
      List<Process> counters = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        counters.add(context.process(new Counter(i, files, bytes, done)).start());
      }
      try {
        Files.walkFileTree(root, new FileFeeder(files));
      } finally {
        files.shutdown();
      }
      boolean complete = true;
      for (Process counter : counters) {
        counter.join();
        complete &= endedWell(counter);
      }
      print(new Chart(bytes.toArray()), done.toArray(), (System.nanoTime() - start) / 1e9);
      return complete;
    }
  }

  private static boolean endedWell(Process counter) {
    int code = counter.exitCode().getAsInt();
    if (code != 0) {
      System.err.println(counter.name() + " ended with " + code + ": counts are missing");
    }
    return code == 0;
  }

  private static void print(Chart chart, long[] filesOfEach, double seconds) {
    List<String> lines = chart.lines(SHOWN);
    if (!lines.isEmpty()) {
      lines.forEach(System.out::println);
      System.out.println();
    }
    System.out.printf("bytes    %,d%n", chart.total());
    System.out.printf("values   %d of %d occur%n", chart.distinct(), BYTE_VALUES);
    System.out.printf(
        "files    %,d, by process: %s%n",
        LongStream.of(filesOfEach).sum(), Arrays.toString(filesOfEach));
    System.out.printf(
        "elapsed  %.2f s with %d processes, their start included%n", seconds, filesOfEach.length);
  }
}
