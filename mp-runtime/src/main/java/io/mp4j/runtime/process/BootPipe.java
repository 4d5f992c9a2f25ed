package io.mp4j.runtime.process;

import io.mp4j.ipc.link.Door;
import io.mp4j.runtime.child.BootRecord;
import io.mp4j.runtime.wire.BootMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The standard input of a child, where it finds its boot record as soon as its JVM is up. When the
 * child is dead already, its exit says so, not this.
 */
final class BootPipe {
  /**
   * So much fits into a pipe before anybody reads it, one page at least: see pipe(7). A record with
   * a larger target goes without it.
   */
  private static final int SURE = 4096;

  private final OutputStream stdin;
  private final ClassLink classes;

  /**
   * Knows the end of the pipe on which the parent writes, once.
   *
   * @param classes where the child asks for classes; null when it may not
   */
  BootPipe(java.lang.Process process, ClassLink classes) {
    this.stdin = process.getOutputStream();
    this.classes = classes;
  }

  /** Tells the child to get ready for something to do. */
  void writeSpare(Door door, List<String> likely) {
    write(Library.orders(classes), BootRecord.ofSpare(door, classes != null, likely).toBytes());
  }

  /**
   * Tells the child what to do; returns false when its link has to tell it. A socket has to, since
   * what a child says by one is not in order with its end: it might be gone before its hello is
   * read.
   */
  boolean write(Door door, BootMessage boot) {
    byte[] orders = Library.orders(classes);
    byte[] record = BootRecord.with(door, classes != null, boot).toBytes();
    boolean fits = !door.ownPipe().isEmpty() && orders.length + record.length <= SURE;
    write(orders, fits ? record : BootRecord.without(door, classes != null).toBytes());
    return fits;
  }

  private void write(byte[] orders, byte[] record) {
    try (OutputStream pipe = stdin) {
      pipe.write(orders);
      pipe.write(record);
    } catch (IOException childIsDead) {
      // see above
    }
  }

  /** The child will be told nothing. */
  void close() {
    try {
      stdin.close();
    } catch (IOException childIsDead) {
      // see above
    }
  }
}
