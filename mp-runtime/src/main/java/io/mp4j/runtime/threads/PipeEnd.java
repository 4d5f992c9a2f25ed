package io.mp4j.runtime.threads;

import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An end of a pipe, and which processes hold it: when the last has let it go, it is gone, and the
 * other end learns of it. Safe for all threads.
 */
final class PipeEnd {
  private static final Cleaner CLEANER = Cleaner.create();

  /** Null for an end that only sends. */
  private final Channel in;

  /** Null for an end that only receives. */
  private final Channel out;

  private final Set<Owner> holders = ConcurrentHashMap.newKeySet();
  private boolean gone;

  PipeEnd(Channel in, Channel out) {
    this.in = in;
    this.out = out;
    hold(Owner.current());
  }

  /** When nobody refers to the connection any more, nobody holds its end. */
  void letGoWith(Object connection) {
    Cleaner.Cleanable unused = CLEANER.register(connection, this::vanish);
  }

  Channel in() {
    return in;
  }

  Channel out() {
    return out;
  }

  /** Tells whether it can still be used by the process, which holds it from now on. */
  boolean hold(Owner owner) {
    return holders.contains(owner) || holdNow(owner);
  }

  private synchronized boolean holdNow(Owner owner) {
    if (!gone) {
      holders.add(owner);
      owner.holds(this);
    }
    return !gone;
  }

  void letGo(Owner owner) {
    synchronized (this) {
      if (!holders.remove(owner) || !holders.isEmpty() || gone) {
        return;
      }
    }
    vanish();
  }

  private void vanish() {
    synchronized (this) {
      gone = true;
      holders.clear();
    }
    if (in != null) {
      in.endReceiving();
    }
    if (out != null) {
      out.endSending();
    }
  }

  void wakeAll() {
    if (in != null) {
      in.wakeAll();
    }
    if (out != null) {
      out.wakeAll();
    }
  }
}
