package io.mp4j.runtime.shared;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.Lock;

/** Which lock goes with a handle of a value or an array: its own, made when it is asked for. */
final class CellsLock {
  private final Handle<Cells> cells;

  /** Null for the own one. */
  private final Lock given;

  @GuardedBy("this")
  private SharedRLock own;

  CellsLock(Handle<Cells> cells, Lock given) {
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
    if (!cells.state().isLocked()) {
      throw new UnsupportedOperationException(
          "a raw value or array has no lock; make it with Mp.value or Mp.array, or see withLock");
    }
    if (own == null) {
      own = SharedRLock.of(cells.another());
    }
    return own;
  }

  synchronized void close() {
    if (own != null) {
      own.close();
    }
  }
}
