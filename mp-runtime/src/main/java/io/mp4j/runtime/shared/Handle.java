package io.mp4j.runtime.shared;

import io.mp4j.SerializationException;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Hold;
import java.lang.ref.Cleaner;
import java.nio.file.NoSuchFileException;
import java.util.function.Function;

/**
 * What every object of a user is made of that stands for something in shared memory: it holds the
 * segment, knows whether it was closed, and makes references. Safe for all threads.
 *
 * <p>When the object that owns it is forgotten, the cleaner releases the hold.
 *
 * @param <S> what makes sense of the segment
 */
final class Handle<S extends Attachment.State> {
  private static final Cleaner CLEANER = Cleaner.create();

  private final String noun;
  private final Hold<S> hold;
  private final S state;
  private final Cleaner.Cleanable cleanable;
  private volatile boolean closed;

  private Handle(String noun, Hold<S> hold) {
    this.noun = noun;
    this.hold = hold;
    this.state = hold.attachment().state();
    this.cleanable = CLEANER.register(this, hold);
  }

  /** Makes a handle of something new. */
  static <S extends Attachment.State> Handle<S> of(
      String noun, Attachment<S> attachment, int role) {
    return new Handle<>(noun, attachment.hold(role));
  }

  /** Makes a handle of something that exists under a name. */
  static <S extends Attachment.State> Handle<S> attached(
      String noun, String name, SegmentKind kind, Class<S> type, Function<Segment, S> state)
      throws NoSuchFileException {
    return new Handle<>(noun, Attachment.attach(name, kind, 0, type, state));
  }

  /** Makes another handle of the same. */
  Handle<S> another() {
    checkOpen();
    return new Handle<>(noun, hold.attachment().hold(hold.role()));
  }

  S state() {
    return state;
  }

  Segment segment() {
    return hold.attachment().segment();
  }

  Attachment<S> attachment() {
    return hold.attachment();
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this handle was closed: " + name());
    }
  }

  /** Names the object as messages do. */
  String name() {
    return noun + " " + Names.ofUser(hold.attachment().name());
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Closes it, if it was open; {@code wakeBlocked} lets threads find out that are blocked in it.
   */
  void close(Runnable wakeBlocked) {
    if (!closed) {
      closed = true;
      wakeBlocked.run();
      cleanable.clean();
    }
  }

  // --- travelling --------------------------------------------------------------------------------

  /**
   * Where a reference leads.
   *
   * @param noun what it is, to users
   * @param name the name of the segment
   * @param role the role in which the receiver will hold it
   */
  record Ticket(String noun, String name, int role) {}

  Ticket depart(Journey journey) {
    if (closed) {
      throw new SerializationException("its handle was closed: " + name());
    }
    journey.carry(hold.attachment().lend(hold.role()));
    return new Ticket(noun, hold.attachment().name(), hold.role());
  }

  /** Makes a handle of what a reference leads to. */
  static <S extends Attachment.State> Handle<S> arrive(
      Ticket ticket, SegmentKind kind, Class<S> type, Function<Segment, S> state) {
    Membership.begin();
    try {
      Hold<S> hold = Attachment.attach(ticket.name, kind, ticket.role, type, state);
      return new Handle<>(ticket.noun, hold);
    } catch (NoSuchFileException e) {
      throw new SerializationException(
          "what was sent no longer exists, everybody who held it has closed it or ended: "
              + ticket.noun
              + " "
              + Names.ofUser(ticket.name),
          e);
    }
  }
}
