package io.mp4j.ipc.codec;

/**
 * Values that fit a word: they need no buffer on their way. The bytes are those that the codec
 * writes, the first of them the lowest of the word.
 */
public final class ShortValue {
  /** No value. */
  public static final long NONE = 0;

  private ShortValue() {}

  /**
   * Writes a value.
   *
   * @param value the value; may be null
   * @return its bytes; {@link #NONE} when it does not fit
   */
  public static long wordOf(Object value) {
    return SimpleValues.shortWord(value);
  }

  /**
   * Reads a value.
   *
   * @param word what {@link #wordOf} gave
   * @return the value; may be null
   */
  public static Object ofWord(long word) {
    return SimpleValues.ofShortWord(word);
  }
}
