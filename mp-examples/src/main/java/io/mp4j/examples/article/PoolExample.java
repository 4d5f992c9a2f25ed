package io.mp4j.examples.article;

import io.mp4j.Mp;
import io.mp4j.Pool;
import java.util.List;

/**
 * A pool.
 *
 * <pre>
 * from multiprocessing import Pool
 *
 * def square(x):
 *     return x * x
 *
 * if __name__ == "__main__":
 *     with Pool(4) as pool:
 *         print(pool.map(square, [1, 2, 3, 4, 5]))
 * </pre>
 */
public final class PoolExample {
  private PoolExample() {}

  static int square(int x) {
    return x * x;
  }

  /**
   * Runs the example.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main() throws InterruptedException {
    try (Pool pool = Mp.pool(4)) {
      System.out.println(pool.map(PoolExample::square, List.of(1, 2, 3, 4, 5)));
    }
  }
}
