package io.mp4j.runtime.process;

import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.MpException;
import io.mp4j.Pool;
import io.mp4j.Queue;
import io.mp4j.runtime.TestTargets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program with a process, a queue and a pool; says what came of them. */
public final class Program {
  /** Children get a system property with characters beyond ASCII. */
  static final String WITH_PROPERTY = "with-property";

  /** The launcher of this JVM goes once the program runs. */
  static final String WITHOUT_LAUNCHER = "without-launcher";

  private Program() {}

  /**
   * Prints the results, or why no process could be started.
   *
   * @param args one of the above, or none
   */
  public static void main(String[] args) throws Exception {
    List<String> wishes = List.of(args);
    if (wishes.contains(WITHOUT_LAUNCHER)) {
      Files.delete(Path.of(System.getProperty("java.home"), "bin", "java"));
    }
    System.out.println("name: " + Mp.currentProcess().name());
    try (Queue<String> queue = Mp.queue()) {
      Context context = TestTargets.small();
      if (wishes.contains(WITH_PROPERTY)) {
        context = context.withSystemProperty("word", "\u00e4\u20ac");
      }
      context.process(Program::put, queue, "text").start().join();
      System.out.println("queue: " + queue.take());
      try (Pool pool = TestTargets.small().pool(1)) {
        System.out.println("pool: " + pool.map(Program::square, List.of(2, 3)));
      }
    } catch (MpException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static void put(Queue<String> queue, String text) throws InterruptedException {
    queue.put(text);
  }

  private static int square(int n) {
    return n * n;
  }
}
