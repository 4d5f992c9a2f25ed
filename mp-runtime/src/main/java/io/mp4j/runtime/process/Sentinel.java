package io.mp4j.runtime.process;

import io.mp4j.Waitable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ready once a child has ended. */
record Sentinel(CompletableFuture<Ending> ended) implements Waitable {
  @Override
  public boolean isReady() {
    return ended.isDone();
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    try {
      Ending unused = ended.get(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("an end is no failure", e);
    }
  }
}
