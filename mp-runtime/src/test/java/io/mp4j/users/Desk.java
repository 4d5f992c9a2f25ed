package io.mp4j.users;

import io.mp4j.Mp;
import io.mp4j.Queue;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import java.io.Serial;
import java.io.Serializable;

/** Classes and code as users have them, in a package that is not the library's. */
public final class Desk {
  private Desk() {}

  /**
   * A letter.
   *
   * @param text what it says
   */
  public record Letter(String text) {}

  /**
   * What nobody has registered.
   *
   * @param text what it says
   */
  public record Stranger(String text) {}

  /**
   * What the filter refuses.
   *
   * @param text what it says
   */
  public record Poison(String text) {}

  /** Something that is open in one process, and can be opened in another. */
  public static final class Line {
    private final Thread keeper = Thread.currentThread();
    private final String address;

    /**
     * Opens a line.
     *
     * @param address where it leads
     */
    public Line(String address) {
      this.address = address;
    }

    /**
     * Returns where it leads.
     *
     * @return the address
     */
    public String address() {
      return address;
    }

    /**
     * Tells whether it was opened in the calling thread.
     *
     * @return false for one that was opened elsewhere
     */
    public boolean isMine() {
      return keeper == Thread.currentThread();
    }
  }

  /**
   * Makes code that answers on a line.
   *
   * @return the code
   */
  public static Function1<Line, Line> answer() {
    return line -> new Line("answer of " + line.address() + (line.isMine() ? ", opened here" : ""));
  }

  /**
   * Makes code that writes a letter.
   *
   * @return the code
   */
  public static Function1<Letter, Letter> reply() {
    return letter -> new Letter("re: " + letter.text());
  }

  /**
   * Makes code that returns what may not travel.
   *
   * @param poison which of the two
   * @return the code
   */
  public static Function0<Object> smuggle(boolean poison) {
    return () -> poison ? new Poison("p") : new Stranger("s");
  }

  /**
   * Makes code that takes anything.
   *
   * @return the code
   */
  public static Function1<Object, String> take() {
    return String::valueOf;
  }

  /**
   * Sends a line through a queue that was made here, and puts what comes back into another.
   *
   * @param out where the answer goes
   */
  public static void useOwnQueue(Queue<Line> out) {
    try (Queue<Line> own = Mp.queue()) {
      own.put(new Line("own"));
      out.put(own.take());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Goes by Java serialization, and holds what does not. */
  public static final class Drawer implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final Queue<String> queue;

    /**
     * Makes a drawer.
     *
     * @param queue what it holds
     */
    public Drawer(Queue<String> queue) {
      this.queue = queue;
    }

    /**
     * Returns what it holds.
     *
     * @return the queue
     */
    public Queue<String> queue() {
      return queue;
    }

    @Serial
    private Object readResolve() {
      return this;
    }
  }

  /** An exception that holds a queue. */
  public static final class Jammed extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final Queue<String> queue;

    /**
     * Makes one.
     *
     * @param queue what it holds
     */
    public Jammed(Queue<String> queue) {
      this.queue = queue;
    }

    /**
     * Returns what it holds.
     *
     * @return the queue
     */
    public Queue<String> queue() {
      return queue;
    }
  }
}
