package io.mp4j.examples.article;

import io.mp4j.Mp;
import io.mp4j.Process;

/**
 * A process.
 *
 * <pre>
 * from multiprocessing import Process
 *
 * def worker():
 *     print("This is a worker process")
 *
 * if __name__ == "__main__":
 *     p = Process(target=worker)
 *     p.start()
 *     p.join()
 * </pre>
 */
public final class ProcessExample {
  private ProcessExample() {}

  static void worker() {
    System.out.println("This is a worker process, pid " + Mp.currentProcess().pid());
  }

  /**
   * Runs the example.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main() throws InterruptedException {
    System.out.println("This is the main process, pid " + Mp.currentProcess().pid());
    Process p = Mp.process(ProcessExample::worker);
    p.start();
    p.join();
  }
}
