package io.mp4j.examples.article;

import io.mp4j.Empty;
import io.mp4j.Mp;
import io.mp4j.Process;
import io.mp4j.Queue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A queue between a process that writes and one that reads.
 *
 * <pre>
 * from multiprocessing import Process, Queue
 * from queue import Empty
 * import random, time
 *
 * def write(q):
 *     for value in ['A', 'B', 'C']:
 *         print('Put %s to queue...' % value)
 *         q.put(value)
 *         time.sleep(random.random())
 *
 * def read(q):
 *     while True:
 *         try:
 *             value = q.get(True)
 *             print('Get %s from queue.' % value)
 *         except Empty:
 *             break
 *
 * if __name__ == "__main__":
 *     q = Queue()
 *     pw = Process(target=write, args=(q,))
 *     pr = Process(target=read, args=(q,))
 *     pw.start()
 *     pr.start()
 *     pw.join()
 *     pr.terminate()
 * </pre>
 *
 * <p>A {@code get} without a time-out never throws {@code Empty}: Python's reader waits until it is
 * terminated. This one uses a time-out, longer than the writer ever sleeps, so it ends by itself
 * and is joined.
 */
public final class QueueExample {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private QueueExample() {}

  static void write(Queue<String> q) throws InterruptedException {
    for (String value : List.of("A", "B", "C")) {
      System.out.println("Put " + value + " to queue...");
      q.put(value);
      Thread.sleep(ThreadLocalRandom.current().nextInt(1000));
    }
  }

  static void read(Queue<String> q) throws InterruptedException {
    while (true) {
      try {
        String value = q.get(PATIENCE);
        System.out.println("Get " + value + " from queue.");
      } catch (Empty e) {
        break;
      }
    }
    System.out.println(
        "Nothing more within "
            + PATIENCE.toSeconds()
            + " seconds. Without this time-out the reader would wait for ever.");
  }

  /**
   * Runs the example.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main() throws InterruptedException {
    try (Queue<String> q = Mp.queue()) {
      Process pw = Mp.process(QueueExample::write, q);
      Process pr = Mp.process(QueueExample::read, q);
      pw.start();
      pr.start();
      pw.join();
      pr.join();
    }
  }
}
