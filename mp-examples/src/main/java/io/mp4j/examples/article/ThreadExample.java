package io.mp4j.examples.article;

/**
 * A thread: what the article shows beside the process.
 *
 * <pre>
 * import threading
 *
 * def worker():
 *     print("This is a worker thread")
 *
 * t = threading.Thread(target=worker)
 * t.start()
 * t.join()
 * </pre>
 */
public final class ThreadExample {
  private ThreadExample() {}

  static void worker() {
    System.out.println("This is a worker thread");
  }

  /**
   * Runs the example.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main() throws InterruptedException {
    Thread t = new Thread(ThreadExample::worker);
    t.start();
    t.join();
  }
}
