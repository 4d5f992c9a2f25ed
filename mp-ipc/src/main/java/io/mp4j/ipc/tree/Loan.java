package io.mp4j.ipc.tree;

import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentKind;
import java.nio.file.NoSuchFileException;
import java.util.function.Function;

/**
 * A hold of a segment for a message that carries it, until the message holds it by itself, or has
 * arrived. It counts in shared memory alone, in the name of this process, and goes with it.
 *
 * <p>For one thread at a time, which ends it once.
 */
public final class Loan {
  private final Attachment<?> attachment;
  private final int role;

  Loan(Attachment<?> attachment, int role) {
    this.attachment = attachment;
    this.role = role;
  }

  /**
   * Takes over the hold of a message that is being taken.
   *
   * @param name the name of the segment
   * @param kind what it holds
   * @param role the role in which the message holds it
   * @param state makes sense of it, unless it is attached already
   * @return a hold of this process
   * @throws NoSuchFileException when it was let go though the message held it: its sender was
   *     killed at that moment
   */
  public static Loan claim(
      String name, SegmentKind kind, int role, Function<Segment, ? extends Attachment.State> state)
      throws NoSuchFileException {
    return Attachment.visit(name, kind, state).claim(role);
  }

  /** The message is on its way, and holds the segment by itself. */
  public void handOver() {
    attachment.handOver(role);
  }

  /** Gives the hold back. */
  public void giveBack() {
    attachment.giveBack(role);
  }

  /**
   * Returns the name of the segment.
   *
   * @return its name in the tree
   */
  public String name() {
    return attachment.name();
  }

  /**
   * Returns what the segment holds.
   *
   * @return its kind
   */
  public SegmentKind kind() {
    return attachment.segment().kind();
  }

  /**
   * Returns the role.
   *
   * @return the role in which it is held
   */
  public int role() {
    return role;
  }
}
