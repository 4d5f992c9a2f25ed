package io.mp4j.examples.article;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A condition on which a consumer waits for a producer.
 *
 * <pre>
 * import threading, random
 *
 * items = []
 * condition = threading.Condition()
 *
 * def producer():
 *     with condition:
 *         items.append(random.randint(1, 100))
 *         condition.notify()
 *
 * def consumer():
 *     with condition:
 *         while not items:
 *             condition.wait()
 *         print("Consumed", items.pop(0))
 *
 * c = threading.Thread(target=consumer)
 * p = threading.Thread(target=producer)
 * c.start()
 * p.start()
 * c.join()
 * p.join()
 * </pre>
 */
public final class ConditionExample {
  private final List<Integer> items = new ArrayList<>();
  private final Lock lock = new ReentrantLock();
  private final Condition condition = lock.newCondition();

  private ConditionExample() {}

  void producer() {
    lock.lock();
    try {
      int item = ThreadLocalRandom.current().nextInt(1, 101);
      items.add(item);
      System.out.println("Produced " + item);
      condition.signal();
    } finally {
      lock.unlock();
    }
  }

  void consumer() {
    lock.lock();
    try {
      while (items.isEmpty()) {
        condition.awaitUninterruptibly();
      }
      System.out.println("Consumed " + items.remove(0));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs the example.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main() throws InterruptedException {
    ConditionExample example = new ConditionExample();
    Thread c = new Thread(example::consumer);
    Thread p = new Thread(example::producer);
    c.start();
    p.start();
    c.join();
    p.join();
  }
}
