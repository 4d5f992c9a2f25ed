package io.mp4j.runtime.threads;

import io.mp4j.Event;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.runtime.event.Milestone;
import java.time.Duration;

/** An event: a flag, and how often it was set. */
final class LocalEvent implements Event, StaysHere {
  private final Monitor monitor = new Monitor();
  private final Monitor.Spot set = monitor.newSpot();
  private final LocalDoor door = new LocalDoor("Event", set::wake);

  /** Written inside the monitor. */
  private volatile boolean flag;

  private long timesSet;

  @Override
  public boolean isSet() {
    door.checkOpen();
    return flag;
  }

  @Override
  public void set() {
    door.checkOpen();
    monitor.enter();
    try {
      if (!flag) {
        flag = true;
        timesSet++;
        set.wakeAll();
      }
    } finally {
      monitor.exit();
    }
  }

  @Override
  public void clear() {
    door.checkOpen();
    monitor.enter();
    try {
      flag = false;
    } finally {
      monitor.exit();
    }
  }

  @Override
  public void await() throws InterruptedException {
    boolean unused = await(Long.MAX_VALUE);
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return await(Milestone.nanos(timeout));
  }

  private boolean await(long nanos) throws InterruptedException {
    door.checkOpen();
    monitor.enter();
    try {
      long before = timesSet;
      return set.await(
          () -> {
            door.checkOpen();
            return flag || timesSet != before;
          },
          nanos);
    } finally {
      monitor.exit();
    }
  }

  @Override
  public void close() {
    door.close();
  }

  @Override
  public boolean isClosed() {
    return door.isClosed();
  }

  @Override
  public String toString() {
    return door.name() + (flag ? " (set)" : " (unset)");
  }
}
