package io.mp4j.examples;

import io.mp4j.examples.article.ConditionExample;
import io.mp4j.examples.article.LockExample;
import io.mp4j.examples.article.PipeExample;
import io.mp4j.examples.article.PoolExample;
import io.mp4j.examples.article.ProcessExample;
import io.mp4j.examples.article.QueueExample;
import io.mp4j.examples.article.ThreadExample;
import io.mp4j.examples.flaky.Flaky;
import io.mp4j.examples.histogram.Histogram;
import io.mp4j.examples.mandelbrot.Mandelbrot;
import io.mp4j.examples.wordcount.WordCount;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs an example by its name, or lists them. */
public final class Main {
  private static final int USAGE = 2;
  private static final Map<String, Example> EXAMPLES = new LinkedHashMap<>();

  static {
    add("process", "", "a process of its own, with a target", args -> ProcessExample.main());
    add(
        "pool",
        "",
        "a function mapped over a list by worker processes",
        args -> PoolExample.main());
    add("queue", "", "a queue between two processes", args -> QueueExample.main());
    add("pipe", "", "a pipe from a process to its parent", args -> PipeExample.main());
    add("thread", "", "the same as 'process' on a thread", args -> ThreadExample.main());
    add("lock", "", "two threads and a counter that a lock protects", args -> LockExample.main());
    add("condition", "", "a producer and a consumer thread", args -> ConditionExample.main());
    add("wordcount", "PATH...", "counts the words of files in parallel", WordCount::main);
    add(
        "histogram",
        "PATH",
        "counts byte values by processes that fill one array",
        Histogram::main);
    add(
        "mandelbrot",
        "FILE.png [WxH]",
        "renders a picture in tiles, with a progress bar",
        Mandelbrot::main);
    add("flaky", "", "tasks that hang, exit and crash, and what comes of it", args -> Flaky.main());
  }

  private Main() {}

  /**
   * Runs the example that the first argument names.
   *
   * @param args the name, then the example's own arguments
   * @throws Exception whatever the example throws
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      list();
      return;
    }
    Example example = EXAMPLES.get(args[0]);
    if (example == null) {
      System.err.println("There is no example '" + args[0] + "'. These there are:");
      list();
      System.exit(USAGE);
    }
    if (args.length > 1 && example.takesNothing()) {
      System.err.println("usage: " + example.synopsis);
      System.exit(USAGE);
    }
    example.program.run(Arrays.copyOfRange(args, 1, args.length));
  }

  private static void add(String name, String parameters, String summary, Program program) {
    EXAMPLES.put(name, new Example((name + " " + parameters).strip(), summary, program));
  }

  private static void list() {
    System.out.println("java -jar mp-examples.jar NAME");
    System.out.println();
    EXAMPLES
        .values()
        .forEach(each -> System.out.printf("  %-25s %s%n", each.synopsis, each.summary));
  }

  private record Example(String synopsis, String summary, Program program) {
    /** Others look at their arguments themselves. */
    boolean takesNothing() {
      return synopsis.indexOf(' ') < 0;
    }
  }

  @FunctionalInterface
  private interface Program {
    void run(String[] args) throws Exception;
  }
}
