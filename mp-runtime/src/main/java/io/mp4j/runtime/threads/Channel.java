package io.mp4j.runtime.threads;

import io.mp4j.MpException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One direction of a pipe: messages whose weight is bounded, so that a sender waits while much is
 * unread. Objects weigh the same, as they pass by reference; arrays of bytes weigh what they are.
 */
final class Channel {
  /** As a child JVM's pipe has room for: so much, or a few of a larger message. */
  private static final long ROOM = 1 << 16;

  private static final int LARGE_ONES = 4;

  private final Monitor monitor = new Monitor();
  private final Monitor.Spot filled = monitor.newSpot();
  private final Monitor.Spot emptied = monitor.newSpot();
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  // Used inside the monitor.
  private final Queue<Message> messages = new ArrayDeque<>();
  private long weight;
  private boolean withoutSenders;
  private boolean withoutReceivers;

  /**
   * What is sent.
   *
   * @param object an object; null when bytes were sent
   * @param bytes bytes that nobody else has; null when an object was sent
   * @param luggage what it brings along
   */
  record Message(Object object, byte[] bytes, Luggage luggage) {
    private static final int WEIGHT = 16;

    static Message ofObject(Object object) {
      return new Message(object, null, Luggage.ofMessage(object));
    }

    static Message ofBytes(byte[] bytes) {
      return new Message(null, bytes, Luggage.ofMessage(bytes));
    }

    int weight() {
      return WEIGHT + (object instanceof byte[] array ? array.length : length());
    }

    int length() {
      return bytes == null ? 0 : bytes.length;
    }
  }

  /** Looks before each attempt, and may throw. */
  interface Check {
    void run(boolean empty);
  }

  void put(Message message, Runnable check) throws InterruptedException {
    boolean put = false;
    try {
      add(message, check);
      put = true;
    } finally {
      if (!put) {
        message.luggage.drop();
      }
    }
    tellWatchers();
  }

  private void add(Message message, Runnable check) throws InterruptedException {
    monitor.enter();
    try {
      int more = message.weight();
      boolean unused =
          emptied.await(
              () -> {
                check.run();
                return weight + more <= Math.max(ROOM, (long) LARGE_ONES * more);
              },
              Long.MAX_VALUE);
      weight += more;
      messages.add(message);
      filled.wakeOne();
    } finally {
      monitor.exit();
    }
  }

  Message take(int longest, Check check) throws InterruptedException {
    Message taken;
    monitor.enter();
    try {
      boolean unused =
          filled.await(
              () -> {
                check.run(messages.isEmpty());
                return !messages.isEmpty();
              },
              Long.MAX_VALUE);
      checkLength(messages.element().length(), longest);
      taken = messages.remove();
      weight -= taken.weight();
      emptied.wakeAll(); // one that is short may find room where the first in line does not
    } finally {
      monitor.exit();
    }
    taken.luggage.arrive();
    tellWatchers();
    return taken;
  }

  private void checkLength(int length, int longest) {
    if (length > longest) {
      filled.wakeOne(); // for another, who may take it
      throw new MpException(
          "the message is longer than allowed and stays: length=" + length + ", max=" + longest);
    }
  }

  /** Waits for a message; the check says whether the wait is over without one. */
  boolean awaitMessage(long nanos, Monitor.Attempt isOver) throws InterruptedException {
    monitor.enter();
    try {
      boolean ready = filled.await(() -> isOver.succeeds() || !messages.isEmpty(), nanos);
      if (ready) {
        filled.wakeOne(); // whoever wants to take it was not woken
      }
      return ready;
    } finally {
      monitor.exit();
    }
  }

  boolean isEmpty() {
    monitor.enter();
    try {
      return messages.isEmpty();
    } finally {
      monitor.exit();
    }
  }

  // --- the ends ----------------------------------------------------------------------------------

  /** Nobody will send any more. */
  void endSending() {
    monitor.enter();
    try {
      withoutSenders = true;
    } finally {
      monitor.exit();
    }
    wakeAll();
  }

  /** Nobody will receive any more. */
  void endReceiving() {
    List<Message> lost;
    monitor.enter();
    try {
      withoutReceivers = true;
      lost = List.copyOf(messages);
      messages.clear();
      weight = 0;
    } finally {
      monitor.exit();
    }
    lost.forEach(message -> message.luggage.drop()); // outside: it may end other pipes
    wakeAll();
  }

  boolean isExhausted() {
    monitor.enter();
    try {
      return withoutSenders && messages.isEmpty();
    } finally {
      monitor.exit();
    }
  }

  boolean isWithoutReceivers() {
    monitor.enter();
    try {
      return withoutReceivers;
    } finally {
      monitor.exit();
    }
  }

  void wakeAll() {
    filled.wake();
    emptied.wake();
    tellWatchers();
  }

  // --- watchers ----------------------------------------------------------------------------------
  void watch(Runnable watcher) {
    boolean unused = watchers.add(watcher);
  }

  void unwatch(Runnable watcher) {
    boolean unused = watchers.remove(watcher);
  }

  private void tellWatchers() {
    watchers.forEach(Runnable::run);
  }
}
