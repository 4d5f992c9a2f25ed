package io.mp4j.runtime.child;

import io.mp4j.ParentProcess;
import io.mp4j.runtime.event.Milestone;
import java.time.Duration;

/** The parent, as seen through the link: the link ends when the parent does. */
record Parent(String name, long pid, Milestone<Void> gone) implements ParentProcess {
  @Override
  public boolean isAlive() {
    return !gone.isReady();
  }

  @Override
  public void join() throws InterruptedException {
    gone.await();
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    return gone.await(timeout);
  }

  @Override
  public String toString() {
    return name + "[pid=" + pid + ", " + (isAlive() ? "alive" : "gone") + "]";
  }
}
