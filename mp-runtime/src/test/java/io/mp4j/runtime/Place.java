package io.mp4j.runtime;

import io.mp4j.function.Action0;
import io.mp4j.function.Function0;

/** Where a test runs a part of itself: in this process, or in a child. */
public interface Place {
  /** Runs code on the one thread that the place keeps for calls, and waits for its end. */
  <R> R call(Function0<R> code) throws Exception;

  /** Runs code on the one thread that the place keeps for calls, and waits for its end. */
  default void call(Action0 code) throws Exception {
    call(asFunction(code));
  }

  /** Runs code on a thread of its own. */
  <R> TestTask<R> begin(Function0<R> code) throws Exception;

  /** Runs code on a thread of its own. */
  default TestTask<Void> begin(Action0 code) throws Exception {
    return begin(asFunction(code));
  }

  private static Function0<Void> asFunction(Action0 code) {
    return () -> {
      code.run();
      return null;
    };
  }
}
