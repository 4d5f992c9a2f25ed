package io.mp4j.ipc.codec;

import io.mp4j.SerializationException;
import java.util.ArrayList;
import java.util.List;

/**
 * The large arrays of a message. They travel beside its encoded bytes, which only say which of them
 * goes where: so each is copied once on its way out and once on its way in. For one thread at a
 * time.
 */
public final class Parts {
  /** Arrays with fewer bytes are encoded: copying them twice costs less than a file. */
  public static final int SMALLEST = 1 << 16;

  /** For a message that is all in its bytes; nothing can be added. */
  public static final Parts NONE = new Parts(List.of());

  private final List<Object> arrays;

  /** Begins with none, for a message that is about to be encoded. */
  public Parts() {
    this(new ArrayList<>(0));
  }

  private Parts(List<Object> arrays) {
    this.arrays = arrays;
  }

  /**
   * Gives the message that is about to be decoded what has come beside it.
   *
   * @param arrays the arrays; they become those of the decoded value
   * @return the parts
   */
  public static Parts of(List<Object> arrays) {
    return new Parts(arrays);
  }

  /**
   * Lists the arrays.
   *
   * @return in the order of their numbers
   */
  public List<Object> arrays() {
    return arrays;
  }

  /**
   * Tells whether there are none.
   *
   * @return true when the encoded bytes are all of the message
   */
  public boolean isEmpty() {
    return arrays.isEmpty();
  }

  /** Tells whether an array is large enough. */
  static boolean isLarge(PartType type, int length) {
    return (long) length * type.elementBytes() >= SMALLEST;
  }

  /** Adds an array, and returns its number. */
  int add(Object array) {
    arrays.add(array);
    return arrays.size() - 1;
  }

  int count() {
    return arrays.size();
  }

  /** Forgets those that were added last. */
  void cutTo(int count) {
    if (count < arrays.size()) {
      arrays.subList(count, arrays.size()).clear();
    }
  }

  /** Returns an array of a message that was received. */
  Object get(int number, PartType type) {
    if (number < 0 || number >= arrays.size() || arrays.get(number).getClass() != type.type()) {
      throw new SerializationException(
          "a message refers to an array that did not come with it: number="
              + number
              + ", arrays="
              + arrays.size());
    }
    return arrays.get(number);
  }
}
