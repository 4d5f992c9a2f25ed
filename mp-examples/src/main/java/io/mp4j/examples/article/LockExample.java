package io.mp4j.examples.article;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that two threads share.
 *
 * <pre>
 * import threading
 *
 * counter = 0
 * lock = threading.Lock()
 *
 * def increment():
 *     global counter
 *     for _ in range(10000):
 *         with lock:
 *             counter += 1
 *
 * threads = [threading.Thread(target=increment) for _ in range(2)]
 * for t in threads:
 *     t.start()
 * for t in threads:
 *     t.join()
 * print(counter)
 * </pre>
 */
public final class LockExample {
  private int counter;
  private final Lock lock = new ReentrantLock();

  private LockExample() {}

  void increment() {
    for (int i = 0; i < 10_000; i++) {
      lock.lock();
      try {
        counter += 1;
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Runs the example.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main() throws InterruptedException {
    LockExample example = new LockExample();
    Thread[] threads = {new Thread(example::increment), new Thread(example::increment)};
    for (Thread t : threads) {
      t.start();
    }
    for (Thread t : threads) {
      t.join();
    }
    System.out.println(example.counter);
  }
}
