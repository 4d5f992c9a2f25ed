package io.mp4j.ipc.link;

import io.mp4j.ipc.directory.Randomness;
import java.security.MessageDigest;

/** A secret of 256 bits that one child is given to open one connection with. */
public final class Token {
  /** How many bytes a token has. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  /**
   * Takes a token that another process made.
   *
   * @param bytes {@link #LENGTH} bytes
   */
  public Token(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a token has " + LENGTH + " bytes: length=" + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  /**
   * Makes a new token.
   *
   * @return a token that nobody can guess
   */
  public static Token random() {
    return new Token(Randomness.bytes(LENGTH));
  }

  /**
   * Returns the secret, to hand it to the child.
   *
   * @return a copy
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Compares in a time that does not depend on where the two differ. */
  boolean matches(Token other) {
    return MessageDigest.isEqual(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return "Token[secret]";
  }
}
