package io.mp4j.examples.article;

import io.mp4j.Connection;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Process;
import java.io.EOFException;
import java.util.Arrays;
import java.util.List;

/**
 * A pipe from a process to its parent.
 *
 * <pre>
 * from multiprocessing import Process, Pipe
 *
 * def f(conn):
 *     conn.send([42, None, 'hello'])
 *     conn.close()
 *
 * if __name__ == "__main__":
 *     parent_conn, child_conn = Pipe()
 *     p = Process(target=f, args=(child_conn,))
 *     p.start()
 *     print(parent_conn.recv())
 *     p.join()
 * </pre>
 */
public final class PipeExample {
  private PipeExample() {}

  static void f(Connection<List<Object>> conn) throws InterruptedException {
    conn.send(Arrays.asList(42, null, "hello"));
    conn.close();
  }

  /**
   * Runs the example.
   *
   * @throws EOFException when the child ends without having sent anything
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main() throws EOFException, InterruptedException {
    try (Pipe<List<Object>> pipe = Mp.pipe()) {
      Process p = Mp.process(PipeExample::f, pipe.child());
      p.start();
      // Now the child alone holds its end: were it to die, recv() would fail instead of wait.
      pipe.child().close();
      System.out.println(pipe.parent().recv());
      p.join();
    }
  }
}
