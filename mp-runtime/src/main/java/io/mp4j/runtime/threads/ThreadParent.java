package io.mp4j.runtime.threads;

import io.mp4j.ParentProcess;
import io.mp4j.runtime.event.Milestone;
import java.time.Duration;

/**
 * The process that started a thread as a process.
 *
 * @param name its name then
 * @param ended its end; that of the JVM is never seen
 */
record ThreadParent(String name, Milestone<?> ended) implements ParentProcess {
  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public boolean isAlive() {
    return !ended.isReady();
  }

  @Override
  public void join() throws InterruptedException {
    Object unused = ended.await();
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    return ended.await(timeout);
  }
}
