package io.mp4j.runtime.kill;

import io.mp4j.LongArray;
import io.mp4j.Mp;
import java.util.concurrent.locks.LockSupport;

/**
 * What the members of a crew did, in shared memory, so that the notes of a killed one remain. Each
 * note is one atomic store.
 *
 * @param cells a row for each member that ever was
 */
record Logbook(LongArray cells) implements AutoCloseable {
  /** How often the member has come around; tells that it does not hang. */
  static final int BEATS = 0;

  private static final int ENDING = 0;
  private static final int CALM = 1;
  private static final int HEADER = 2;
  private static final int COLUMNS = 8;

  static Logbook forMembers(int most) {
    return new Logbook(Mp.longArray(HEADER + most * COLUMNS));
  }

  int mostMembers() {
    return (cells.length() - HEADER) / COLUMNS;
  }

  private int at(int member, int column) {
    return HEADER + member * COLUMNS + column;
  }

  long get(int member, int column) {
    return cells.getAsLong(at(member, column));
  }

  void set(int member, int column, long value) {
    cells.set(at(member, column), value);
  }

  void count(int member, int column) {
    long unused = cells.getAndAdd(at(member, column), 1);
  }

  /** Notes that the member has come around. */
  void beat(int member) {
    count(member, BEATS);
    if (cells.getAsLong(CALM) != 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Asks the members to leave the processors to others, such as to those that start. */
  void calm(boolean on) {
    cells.set(CALM, on ? 1 : 0);
  }

  long sum(int column) {
    long sum = 0;
    for (int member = 0; member < mostMembers(); member++) {
      sum += get(member, column);
    }
    return sum;
  }

  /** Asks the members to come to their end. */
  void end() {
    cells.set(ENDING, 1);
  }

  boolean isEnding() {
    return cells.getAsLong(ENDING) != 0;
  }

  @Override
  public void close() {
    cells.close();
  }
}
