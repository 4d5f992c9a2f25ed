package io.mp4j.runtime.threads;

import io.mp4j.JoinableQueue;
import io.mp4j.QueueShutdownException;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.shared.QueueView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A queue of references. */
final class LocalQueue<E> extends QueueView<E> implements JoinableQueue<E>, StaysHere {
  private final Monitor monitor = new Monitor();
  private final Monitor.Spot filled = monitor.newSpot();
  private final Monitor.Spot emptied = monitor.newSpot();
  private final Monitor.Spot finished = monitor.newSpot();
  private final LocalDoor door;
  private final int maxSize;

  // Used inside the monitor.
  private final Queue<Entry<E>> entries = new ArrayDeque<>();
  private long unfinished;
  private boolean shutDown;
  private boolean dropped;

  /**
   * What was put.
   *
   * @param item the item
   * @param luggage what it brings along
   */
  private record Entry<E>(E item, Luggage luggage) {}

  LocalQueue(String noun, int maxSize) {
    this.door = new LocalDoor(noun, this::wakeAll);
    this.maxSize = maxSize;
  }

  private void wakeAll() {
    filled.wake();
    emptied.wake();
    finished.wake();
  }

  // --- putting and taking ------------------------------------------------------------------------
  @Override
  protected boolean put(E item, long nanos) throws InterruptedException {
    checkNotNull(item);
    door.checkOpen();
    Entry<E> entry = new Entry<>(item, Luggage.ofMessage(item));
    boolean put = false;
    try {
      put = add(entry, nanos);
      return put;
    } finally {
      if (!put) {
        entry.luggage.drop();
      }
    }
  }

  private boolean add(Entry<E> entry, long nanos) throws InterruptedException {
    monitor.enter();
    try {
      boolean room =
          emptied.await(
              () -> {
                checkPut();
                return entries.size() < maxSize;
              },
              nanos);
      if (room) {
        boolean unused = entries.add(entry);
        unfinished++;
        filled.wakeOne();
      }
      return room;
    } finally {
      monitor.exit();
    }
  }

  private void checkPut() {
    door.checkOpen();
    if (shutDown) {
      throw new QueueShutdownException(this + " was shut down: it takes no more items");
    }
  }

  @Override
  protected E take(long nanos) throws InterruptedException {
    Entry<E> taken;
    monitor.enter();
    try {
      boolean any =
          filled.await(
              () -> {
                checkTake();
                return !entries.isEmpty();
              },
              nanos);
      if (!any) {
        return null;
      }
      emptied.wakeOne();
      taken = entries.remove();
    } finally {
      monitor.exit();
    }
    taken.luggage.arrive();
    return taken.item;
  }

  private void checkTake() {
    door.checkOpen();
    if (shutDown && entries.isEmpty()) {
      throw new QueueShutdownException(this + " was shut down and is empty");
    }
  }

  @Override
  protected List<E> snapshot(int most) {
    door.checkOpen();
    monitor.enter();
    try {
      return entries.stream().limit(most).map(Entry::item).toList();
    } finally {
      monitor.exit();
    }
  }

  @Override
  public int size() {
    door.checkOpen();
    monitor.enter();
    try {
      return entries.size();
    } finally {
      monitor.exit();
    }
  }

  @Override
  public int maxSize() {
    return maxSize;
  }

  // --- unfinished work ---------------------------------------------------------------------------
  @Override
  public void taskDone() {
    door.checkOpen();
    monitor.enter();
    try {
      if (unfinished == 0) {
        throw new IllegalStateException(
            this + ": taskDone() was called more often than items were put");
      }
      if (--unfinished == 0) {
        finished.wakeAll();
      }
    } finally {
      monitor.exit();
    }
  }

  @Override
  public void join() throws InterruptedException {
    boolean unused = join(Long.MAX_VALUE);
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    return join(Milestone.nanos(timeout));
  }

  private boolean join(long nanos) throws InterruptedException {
    monitor.enter();
    try {
      return finished.await(
          () -> {
            checkJoin();
            return unfinished == 0;
          },
          nanos);
    } finally {
      monitor.exit();
    }
  }

  private void checkJoin() {
    door.checkOpen();
    if (dropped) {
      throw new QueueShutdownException(this + " was shut down, and its items were dropped");
    }
  }

  // --- ending ------------------------------------------------------------------------------------
  @Override
  public void shutdown(boolean immediate) {
    door.checkOpen();
    List<Entry<E>> lost = List.of();
    monitor.enter();
    try {
      shutDown = true;
      if (immediate) {
        dropped = true;
        lost = List.copyOf(entries);
        entries.clear();
      }
    } finally {
      monitor.exit();
    }
    lost.forEach(entry -> entry.luggage.drop());
    wakeAll();
  }

  @Override
  public boolean isShutdown() {
    monitor.enter();
    try {
      return shutDown;
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
    return door.name();
  }
}
