package io.mp4j.benchmarks;

import io.mp4j.Mp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that starts the first child that ever was, as far as it can know. */
public final class FirstStart {
  private FirstStart() {}

  /**
   * Starts a child, joins it, and prints how many milliseconds that took.
   *
   * @param args none
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    System.out.println(StartRows.startAndJoin(Mp.context().withSpares(0)));
  }

  /** Runs it with a cache of archives of its own, which it does not live long enough to fill. */
  static Side side() throws IOException {
    Path cache = Files.createTempDirectory("benchmarks-cache-");
    cache.toFile().deleteOnExit();
    JavaProgram program = new JavaProgram(FirstStart.class, List.of("-Dio.mp4j.cache=" + cache));
    return duration -> Double.parseDouble(program.run());
  }
}
