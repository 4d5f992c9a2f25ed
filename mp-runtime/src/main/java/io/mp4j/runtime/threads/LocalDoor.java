package io.mp4j.runtime.threads;

import io.mp4j.runtime.shared.Door;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an object on the heap knows of its handle: who has closed it. Threads refer to the same
 * object, yet each process closes it for itself, as if it had a handle of its own. Safe for all
 * threads.
 */
final class LocalDoor implements Door {
  private static final AtomicLong COUNT = new AtomicLong();

  private final String name;

  /** Lets threads find out that are blocked behind the door. */
  private final Runnable wakeBlocked;

  /** Spares the look at who it is where nobody has closed anything. */
  private volatile boolean everClosed;

  LocalDoor(String noun, Runnable wakeBlocked) {
    this(noun, Long.toString(COUNT.incrementAndGet()), wakeBlocked);
  }

  /** For what users know by a name, and where nobody blocks. */
  LocalDoor(String noun, String name) {
    this(noun, name, () -> {});
  }

  private LocalDoor(String noun, String name, Runnable wakeBlocked) {
    this.name = noun + " " + name;
    this.wakeBlocked = wakeBlocked;
  }

  @Override
  public void checkOpen() {
    if (isClosed()) {
      throw new IllegalStateException("this handle was closed: " + name);
    }
  }

  @Override
  public void close() {
    if (!isClosed()) {
      Owner.current().close(this);
      everClosed = true;
      wakeBlocked.run();
    }
  }

  /** Opens it for this process, which got anew what is behind it. */
  void reopen() {
    if (everClosed) {
      Owner.current().reopen(this);
    }
  }

  @Override
  public boolean isClosed() {
    return everClosed && Owner.current().hasClosed(this);
  }

  @Override
  public String name() {
    return name;
  }
}
