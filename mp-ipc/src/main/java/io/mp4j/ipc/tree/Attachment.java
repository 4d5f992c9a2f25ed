package io.mp4j.ipc.tree;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.MpException;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.memory.Unmapped;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A segment as this process uses it: mapped once, for all handles of it. It is held as often as
 * there are handles, and messages on their way that carry it; when nobody in the tree holds it any
 * more, its file goes.
 *
 * <p>Safe for all threads. Lock order: the registry, then nothing.
 *
 * @param <S> what makes sense of the bytes
 */
public final class Attachment<S extends Attachment.State> {
  /** What makes sense of a segment's bytes. */
  public interface State {
    /**
     * Nobody holds a role any more.
     *
     * @param role which
     */
    default void onRoleLeft(int role) {}

    /**
     * Tells how much is mapped in this process beside the segment.
     *
     * @return bytes
     */
    default long mappedBytes() {
      return 0;
    }

    /** Nobody holds anything any more: the file is gone, and others may have to go. */
    default void onLastLeft() {}
  }

  private static final Object REGISTRY = new Object();

  @GuardedBy("REGISTRY")
  private static final Map<String, Attachment<?>> ATTACHED = new HashMap<>();

  private final String name;
  private final Segment segment;
  private final S state;
  private final Tree tree = Tree.current();

  @GuardedBy("REGISTRY")
  private int holds;

  private Attachment(String name, Segment segment, S state) {
    this.name = name;
    this.segment = segment;
    this.state = state;
  }

  /**
   * Makes a segment.
   *
   * @param <S> what makes sense of it
   * @param name its name, which nobody else has
   * @param kind what it holds
   * @param roles how many tables of holders it has
   * @param body how many bytes it has behind them
   * @param contents writes the body before anybody else can see it
   * @param state makes sense of it
   * @return the attachment, which nobody holds yet
   */
  public static <S extends State> Attachment<S> create(
      String name,
      SegmentKind kind,
      int roles,
      long body,
      Consumer<Segment> contents,
      Function<Segment, S> state) {
    Segment segment =
        Segment.create(Tree.current().directory().resolve(name), kind, roles, body, contents);
    return new Attachment<>(name, segment, state.apply(segment));
  }

  /**
   * Attaches to a segment that some process has made, and holds it.
   *
   * @param <S> what makes sense of it
   * @param name its name
   * @param kind what it must hold
   * @param role the role in which this process holds it
   * @param type the class of what makes sense of it
   * @param state makes sense of it, unless it is attached already
   * @return the hold
   * @throws NoSuchFileException when there is none any more
   */
  public static <S extends State> Hold<S> attach(
      String name, SegmentKind kind, int role, Class<S> type, Function<Segment, S> state)
      throws NoSuchFileException {
    synchronized (REGISTRY) {
      Attachment<?> known = ATTACHED.get(name);
      if (known != null && known.segment.isCurrent()) {
        if (!type.isInstance(known.state)) {
          throw new MpException("shared memory holds something else: " + known.segment);
        }
        @SuppressWarnings("unchecked") // one class of state for each kind of segment
        Attachment<S> same = (Attachment<S>) known;
        return same.hold(role);
      }
      Segment segment = Segment.open(Tree.current().directory().resolve(name), kind);
      return new Attachment<>(name, segment, state.apply(segment)).hold(role);
    }
  }

  /**
   * Looks at a segment without holding it, for somebody who knows that it exists.
   *
   * @param name its name
   * @param kind what it must hold
   * @param state makes sense of it, unless it is attached already
   * @return the attachment, which may be let go by others at any time
   * @throws NoSuchFileException when there is none any more
   */
  public static Attachment<?> visit(
      String name, SegmentKind kind, Function<Segment, ? extends State> state)
      throws NoSuchFileException {
    synchronized (REGISTRY) {
      Attachment<?> known = ATTACHED.get(name);
      if (known != null && known.segment.isCurrent()) {
        return known;
      }
    }
    Segment segment = Segment.open(Tree.current().directory().resolve(name), kind);
    return new Attachment<>(name, segment, state.apply(segment));
  }

  /**
   * Holds it once more.
   *
   * @param role the role in which this process holds it
   * @return the hold
   */
  public Hold<S> hold(int role) {
    synchronized (REGISTRY) {
      segment.holds(role).add(tree.me());
      if (holds++ == 0) {
        ATTACHED.put(name, this);
      }
    }
    return new Hold<>(this, role);
  }

  /**
   * Holds it for a message that carries it, in the name of this process.
   *
   * @param role the role in which the receiver will hold it
   * @return the hold
   */
  public Loan lend(int role) {
    segment.holds(role).add(tree.me());
    return new Loan(this, role);
  }

  /** The message is on its way: it holds by itself, whatever becomes of this process. */
  void handOver(int role) {
    segment.holds(role).addTransit();
    giveBack(role);
  }

  /** The message was taken: its hold is this process's. */
  Loan claim(int role) {
    if (role < 0 || role >= segment.roles()) {
      throw new MpException("a message holds " + name + " in no role of it: role=" + role);
    }
    Loan loan = lend(role);
    segment.holds(role).removeTransit();
    return loan;
  }

  void giveBack(int role) {
    segment.holds(role).remove(tree.me());
    afterRelease(role);
  }

  void release(int role) {
    synchronized (REGISTRY) {
      segment.holds(role).remove(tree.me());
      if (--holds == 0) {
        ATTACHED.remove(name, this);
        Unmapped.add(segment.memory().size() + state.mappedBytes());
      }
    }
    afterRelease(role);
  }

  private void afterRelease(int role) {
    if (isHeld(role)) {
      return;
    }
    state.onRoleLeft(role);
    for (int other = 0; other < segment.roles(); other++) {
      if (other != role && isHeld(other)) {
        return;
      }
    }
    segment.delete();
    state.onLastLeft();
  }

  /**
   * Tells whether a process that lives, or a message on its way, holds a role.
   *
   * @param role which
   * @return true when one does
   */
  public boolean isHeld(int role) {
    return segment.holds(role).any(tree::lives);
  }

  /** Gives back all that this process holds, at its end. */
  static void releaseAll() {
    List<Attachment<?>> all;
    synchronized (REGISTRY) {
      all = new ArrayList<>(ATTACHED.values());
      ATTACHED.clear();
    }
    for (Attachment<?> attachment : all) {
      attachment.releaseAtEnd();
    }
  }

  private void releaseAtEnd() {
    for (int role = 0; role < segment.roles(); role++) {
      if (segment.holds(role).clear(tree.me())) {
        afterRelease(role);
      }
    }
  }

  /** Takes away what dead processes held, and lets it go when nobody else holds it. */
  public void bury() {
    for (int role = 0; role < segment.roles(); role++) {
      boolean unused = segment.holds(role).clearIf(process -> !tree.lives(process));
      afterRelease(role);
    }
  }

  /**
   * Returns its name in the tree.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the segment.
   *
   * @return the segment
   */
  public Segment segment() {
    return segment;
  }

  /**
   * Returns what makes sense of it.
   *
   * @return the same for all handles of this process
   */
  public S state() {
    return state;
  }
}
