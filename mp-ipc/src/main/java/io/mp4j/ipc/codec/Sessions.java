package io.mp4j.ipc.codec;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sessions that nobody uses at the moment. Safe for all threads; the first place serves a thread
 * that is alone, at the price of four atomic operations.
 *
 * <p>Atomic references and queues set up variable handles, for a millisecond of a child's start: so
 * a number says who may touch the first place, and the queue is made when two threads have met.
 */
final class Sessions {
  private static final int MOST = 32;

  // What the number of the first place says.
  private static final int EMPTY = 0;
  private static final int FULL = 1;
  private static final int BUSY = 2;

  private final ClassLoader loader;
  private final CodecSettings settings;

  private final AtomicInteger place = new AtomicInteger(EMPTY);

  /** Written and read by who has made the place busy; published by what it makes of it then. */
  private Session first;

  /** Null until there is another one. */
  private volatile Queue<Session> others;

  private final AtomicInteger count = new AtomicInteger();

  Sessions(ClassLoader loader, CodecSettings settings) {
    this.loader = loader;
    this.settings = settings;
  }

  Session obtain() {
    if (place.compareAndSet(FULL, BUSY)) {
      Session session = first;
      first = null;
      place.set(EMPTY);
      return session;
    }
    Queue<Session> waiting = others;
    Session session = waiting == null ? null : waiting.poll();
    if (session == null) {
      return new Session(loader, settings);
    }
    count.decrementAndGet();
    return session;
  }

  void free(Session session) {
    if (!session.isSmall()) {
      return;
    }
    if (place.compareAndSet(EMPTY, BUSY)) {
      first = session;
      place.set(FULL);
    } else if (count.incrementAndGet() <= MOST) {
      others().add(session);
    } else {
      count.decrementAndGet();
    }
  }

  private Queue<Session> others() {
    Queue<Session> known = others;
    return known != null ? known : makeOthers();
  }

  private synchronized Queue<Session> makeOthers() {
    if (others == null) {
      others = new ConcurrentLinkedQueue<>();
    }
    return others;
  }
}
