package io.mp4j;

import java.nio.ByteBuffer;

/**
 * A named block of bytes that the processes of a program share.
 *
 * <p>It may be larger than 2 GiB, and is then seen through several buffers. All processes of the
 * tree can attach to it by name; its name goes when it is {@linkplain #unlink() unlinked} or its
 * last handle is closed, and at the latest when the tree has ended, however it ended. Attaching
 * never removes anything.
 *
 * <p>Answers to Python's {@code multiprocessing.shared_memory.SharedMemory}; the names of Python's
 * are known to the whole machine, these to one program.
 */
public interface SharedMemory extends Shared {
  /**
   * Returns the name by which other processes of the program attach.
   *
   * @return the name
   */
  String name();

  /**
   * Returns the size.
   *
   * @return bytes, as many as were asked for
   */
  long size();

  /**
   * Returns all bytes in place, in the machine's byte order. Python's {@code buf}. The buffer stays
   * valid when this handle is closed.
   *
   * @return a direct buffer
   * @throws IllegalStateException when this handle is closed, or the block is larger than 2 GiB
   */
  ByteBuffer buffer();

  /**
   * Returns some of the bytes in place, in the machine's byte order.
   *
   * @param offset the first byte
   * @param length how many
   * @return a direct buffer
   * @throws IndexOutOfBoundsException when they are not inside the block
   * @throws IllegalStateException when this handle is closed
   */
  ByteBuffer buffer(long offset, int length);

  /**
   * Removes the name: nobody attaches any more, and handles that exist stay valid. Doing it again
   * does nothing; Python's second call is an error.
   */
  void unlink();
}
