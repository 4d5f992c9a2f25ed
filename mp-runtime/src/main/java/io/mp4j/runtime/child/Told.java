package io.mp4j.runtime.child;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * Something that another thread will tell, once. What the JDK has for this would have to be loaded
 * first, in every child.
 */
final class Told<T> {
  @GuardedBy("this")
  private T what;

  synchronized void tell(T told) {
    if (what == null) {
      what = told;
      notifyAll();
    }
  }

  /** Returns null before it is told. */
  synchronized T orNull() {
    return what;
  }

  /** Waits until it is told; an interrupt meanwhile is kept for later. */
  synchronized T await() {
    boolean interrupted = false;
    while (what == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return what;
  }
}
