package io.mp4j.runtime.child;

import io.mp4j.ParentProcess;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The parent, as seen through the link: the link ends when the parent does. */
record Parent(String name, long pid, CompletableFuture<Void> gone) implements ParentProcess {
  @Override
  public boolean isAlive() {
    return !gone.isDone();
  }

  @Override
  public void join() throws InterruptedException {
    try {
      gone.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a death is no failure", e);
    }
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    try {
      gone.get(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("a death is no failure", e);
    }
  }

  @Override
  public String toString() {
    return name + "[pid=" + pid + ", " + (isAlive() ? "alive" : "gone") + "]";
  }
}
