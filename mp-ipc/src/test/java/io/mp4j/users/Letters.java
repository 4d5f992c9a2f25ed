package io.mp4j.users;

import io.mp4j.function.Function0;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Classes as users have them, in a package that is not the library's. */
public final class Letters {
  private Letters() {}

  /**
   * A letter.
   *
   * @param to who gets it
   * @param text what it says
   */
  public record Letter(String to, String text) {}

  /**
   * A letter in a form of Java's.
   *
   * @param text what it says
   */
  public record Sealed(String text) implements Serializable {}

  /** A bag, and what it holds. */
  public static class Bag implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    /** What it holds. */
    @SuppressWarnings("serial")
    public final List<Object> content = new ArrayList<>();

    @Serial
    private Object readResolve() {
      return this;
    }
  }

  /** A bag that says so. */
  public static final class BigBag extends Bag {
    @Serial private static final long serialVersionUID = 1L;
  }

  /** How big a letter is. */
  public enum Size {
    /** Small. */
    SMALL,
    /** Large, with a body. */
    LARGE {
      @Override
      public String toString() {
        return "large";
      }
    }
  }

  /** Something that is kept open. */
  public interface Session {
    /**
     * Returns where it leads.
     *
     * @return the address
     */
    String address();
  }

  /** Nobody sees this class. */
  private static final class HiddenSession implements Session {
    private final Thread keeper = new Thread();
    private final String address;

    HiddenSession(String address) {
      this.address = address;
    }

    @Override
    public String address() {
      return keeper.isAlive() ? "" : address;
    }
  }

  /**
   * Opens a session.
   *
   * @param address where it leads
   * @return the session, which holds a thread
   */
  public static Session open(String address) {
    return new HiddenSession(address);
  }

  /** An exception of users. */
  public static final class Lost extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what it says
     */
    public Lost(String message) {
      super(message);
    }
  }

  /**
   * Makes code of this class.
   *
   * @return the code
   */
  public static Function0<String> code() {
    return () -> "from letters";
  }
}
