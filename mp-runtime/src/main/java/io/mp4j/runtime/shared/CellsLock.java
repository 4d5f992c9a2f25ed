package io.mp4j.runtime.shared;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.Lock;

/** Which lock goes with a handle of a value or an array: its own, made when it is asked for. */
final class CellsLock {
  private final CellsHandle cells;

  /** Null for the own one. */
  private final Lock given;

  @GuardedBy("this")
  private Lock own;

  CellsLock(CellsHandle cells, Lock given) {
    this.cells = cells;
    this.given = given;
  }

  Lock given() {
    return given;
  }

  synchronized Lock get() {
    if (given != null) {
      return given;
    }
    if (!cells.isLocked()) {
      throw new UnsupportedOperationException(
          "a raw value or array has no lock; make it with Mp.value or Mp.array, or see withLock");
    }
    if (own == null) {
      own = cells.newLock();
    }
    return own;
  }

  synchronized void close() {
    if (own != null) {
      own.close();
    }
  }
}
