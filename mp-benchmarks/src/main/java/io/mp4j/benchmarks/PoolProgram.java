package io.mp4j.benchmarks;

import io.mp4j.Mp;
import io.mp4j.Pool;
import java.util.List;

/** The pool of the article on Python's {@code multiprocessing}, as a whole program. */
public final class PoolProgram {
  static final int WORKERS = 4;
  static final String PRINTS = "[1, 4, 9, 16, 25]";

  private PoolProgram() {}

  /**
   * Prints some squares.
   *
   * @param args none
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    try (Pool pool = Mp.pool(WORKERS)) {
      System.out.println(pool.map(PoolProgram::square, List.of(1, 2, 3, 4, 5)));
    }
  }

  static int square(int x) {
    return x * x;
  }
}
