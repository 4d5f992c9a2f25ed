package io.mp4j.ipc.ring;

import io.mp4j.ipc.codec.Message;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.tree.Loan;
import java.util.Arrays;
import java.util.List;

/**
 * What is put into a ring, and taken out of it.
 *
 * @param kind what its producer says it is, from 0 to 255
 * @param bytes holds it
 * @param offset where it begins
 * @param length how long it is
 * @param parts large arrays beside it
 * @param loans the holds of what it carries of shared memory; whoever has taken it gives them back
 *     when what it refers to has arrived
 */
public record RingRecord(
    int kind, byte[] bytes, int offset, int length, Parts parts, List<Loan> loans) {
  /**
   * Makes a record that carries nothing.
   *
   * @param kind what it is
   * @param bytes all of it
   */
  public RingRecord(int kind, byte[] bytes) {
    this(kind, bytes, 0, bytes.length);
  }

  /**
   * Makes a record that carries nothing.
   *
   * @param kind what it is
   * @param bytes holds it
   * @param offset where it begins
   * @param length how long it is
   */
  public RingRecord(int kind, byte[] bytes, int offset, int length) {
    this(kind, bytes, offset, length, Parts.NONE, List.of());
  }

  /** Returns the same record with what its file holds in place of the reference. */
  RingRecord withContents(Message contents) {
    return new RingRecord(
        kind, contents.bytes(), 0, contents.bytes().length, contents.parts(), loans);
  }

  /**
   * Returns its bytes alone.
   *
   * @return an array without anything before or behind; not a copy if that can be avoided
   */
  public byte[] exactBytes() {
    return offset == 0 && length == bytes.length
        ? bytes
        : Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /** Gives back the holds of what it carries. */
  public void giveBack() {
    loans.forEach(Loan::giveBack);
  }
}
