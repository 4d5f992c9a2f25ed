package io.mp4j.ipc.ring;

import io.mp4j.ipc.tree.Hold;
import io.mp4j.stress.Leaving;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Rings for the states of tests, used again when they are empty: a new one takes two files. */
final class Rings {
  private static final ConcurrentLinkedQueue<Hold<Ring>> IDLE = new ConcurrentLinkedQueue<>();
  private static final int LENGTH = 21;

  static {
    Leaving.atEnd();
  }

  private Rings() {}

  /** Returns an empty ring. */
  static Hold<Ring> borrow() {
    Hold<Ring> idle = IDLE.poll();
    return idle != null ? idle : fresh(Ring.UNBOUNDED);
  }

  static Hold<Ring> fresh(int limit) {
    return Ring.create(1, limit).hold(0);
  }

  /** Takes a ring back, and what it holds. */
  static void giveBack(Hold<Ring> hold) {
    int unused = ring(hold).clear();
    var segment = hold.attachment().segment();
    segment.memory().setIntVolatile(segment.body() + RingDescriptor.STATE, 0);
    IDLE.add(hold);
  }

  static Ring ring(Hold<Ring> hold) {
    return hold.attachment().state();
  }

  static boolean put(Hold<Ring> hold, int kind) {
    return put(hold, kind, LENGTH, () -> {});
  }

  static boolean put(Hold<Ring> hold, int kind, int length, Runnable check) {
    try {
      return ring(hold).put(new RingRecord(kind, payload(kind, length)), 0, check, () -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] payload(int kind, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) kind);
    return bytes;
  }

  /** Returns the kind of the record taken; 0 for none, -1 when its bytes are not what was put. */
  static int take(Hold<Ring> hold) {
    RingRecord record;
    try {
      record = ring(hold).take(Integer.MAX_VALUE, 0, empty -> {}, () -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (record == null) {
      return 0;
    }
    byte[] bytes = record.exactBytes();
    return Arrays.equals(bytes, payload(record.kind(), bytes.length)) ? record.kind() : -1;
  }

  /** Takes all there is; the kinds are the digits of the result, or it is -1. */
  static int takeAll(Hold<Ring> hold) {
    int kinds = 0;
    for (int kind = take(hold); kind != 0; kind = take(hold)) {
      if (kind < 0) {
        return -1;
      }
      kinds = 10 * kinds + kind;
    }
    return kinds;
  }
}
