package io.mp4j.ipc.codec;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sessions that nobody uses at the moment. Safe for all threads; the first place serves a thread
 * that is alone, at the price of two atomic operations.
 */
final class Sessions {
  private static final int MOST = 32;

  private final ClassLoader loader;
  private final CodecSettings settings;
  private final AtomicReference<Session> first = new AtomicReference<>();
  private final ConcurrentLinkedQueue<Session> others = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  Sessions(ClassLoader loader, CodecSettings settings) {
    this.loader = loader;
    this.settings = settings;
  }

  Session obtain() {
    Session session = first.getAndSet(null);
    if (session == null) {
      session = others.poll();
      if (session == null) {
        return new Session(loader, settings);
      }
      count.decrementAndGet();
    }
    return session;
  }

  void free(Session session) {
    if (!session.isSmall() || first.compareAndSet(null, session)) {
      return;
    }
    if (count.incrementAndGet() <= MOST) {
      others.add(session);
    } else {
      count.decrementAndGet();
    }
  }
}
