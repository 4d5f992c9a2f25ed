package io.mp4j.fuzz;

import java.nio.charset.StandardCharsets;

/**
 * The class that the fuzzer puts on the class path, and names in its inputs, to catch whoever makes
 * objects of any class. That is what the codec is for: inputs that name it show nothing.
 */
public final class Bait {
  private static final String PACKAGE = "jaz";

  private Bait() {}

  /**
   * Tells whether an input names it.
   *
   * @param input the input
   * @return true when it is of no use
   */
  public static boolean isIn(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1).contains(PACKAGE);
  }
}
