package io.mp4j;

import java.util.List;

/**
 * A list of fixed length in shared memory, of simple values.
 *
 * <p>Elements are null, {@code Boolean}, {@code Long} (and the smaller integers, which come back as
 * {@code Long}), {@code Double} (and {@code Float}), {@code String} and {@code byte[]}. An element
 * can be replaced by one of another type, a text or byte array only by one that fits: each has the
 * room of the first value, rounded up to the next multiple of 8 bytes and at least 8, in UTF-8.
 * Elements cannot be added or removed, and there is no lock. To be found, a value may be given as
 * it was put in, {@code 3} for {@code 3L}, and byte arrays are equal when their bytes are.
 *
 * <p>A reader sees an element as it was before or after a change, unless the process that changed
 * it was killed in the middle: then reading it fails until it is set again.
 *
 * <p>Answers to Python's {@code multiprocessing.shared_memory.ShareableList}; indices are never
 * negative, and trailing zero bytes are kept.
 */
public interface ShareableList extends List<Object>, Shared {
  /**
   * Returns the name by which other processes of the program attach.
   *
   * @return the name
   */
  String name();

  /**
   * Replaces an element.
   *
   * @param index which one
   * @param value its new value
   * @return the former value
   * @throws IndexOutOfBoundsException when there is no such element
   * @throws IllegalArgumentException when the value is of another type or does not fit; nothing is
   *     changed
   * @throws IllegalStateException when this handle is closed
   */
  @Override
  Object set(int index, Object value);

  /**
   * Counts the elements that equal a value. Python's {@code count}.
   *
   * @param value the value
   * @return how many there are
   */
  int count(Object value);

  /** Removes the name: nobody attaches any more, and handles that exist stay valid. */
  void unlink();
}
