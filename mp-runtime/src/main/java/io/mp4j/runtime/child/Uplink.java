package io.mp4j.runtime.child;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.OrphanPolicy;
import io.mp4j.ParentProcess;
import io.mp4j.ipc.classes.ClassDoor;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.link.ChildLink;
import io.mp4j.ipc.link.FrameReceiver;
import io.mp4j.ipc.link.Link;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.event.Trace;
import io.mp4j.runtime.wire.BootMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A child's link to its parent. The link's thread writes what arrives, the child's threads read it.
 *
 * <p>The link's end is the parent's death, because the parent never closes it: the child then ends,
 * or lives on, as it was told.
 */
public final class Uplink implements FrameReceiver {
  /** How long an orphan's exit handlers may take. */
  private static final Duration ORPHAN_GRACE = Duration.ofMillis(500);

  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(5);
  private static final int ORPHAN_EXIT_CODE = 1;

  /** Null in a process that is nobody's child. */
  private static volatile Uplink current;

  private final Told<BootMessage> boot = new Told<>();
  private final Told<ClassDoor> classDoor = new Told<>();
  private final Thread mainThread;
  private volatile ChildLink link;

  /** Takes frames that are not about the process itself; null for nobody. */
  private volatile Consumer<Frame> listener;

  /** Null until somebody asks for the parent. */
  @GuardedBy("this")
  private Milestone<Void> parentGone;

  @GuardedBy("this")
  private boolean closed;

  /** The thread that turns bytes into targets or tasks; null while none does. */
  private volatile Thread rebuilder;

  @GuardedBy("this")
  private boolean interruptible = true;

  Uplink(Thread mainThread) {
    this.mainThread = mainThread;
    this.rebuilder = mainThread;
    current = this;
  }

  /**
   * Returns the link of this JVM to its parent.
   *
   * @return the link; empty in the main process
   */
  public static Optional<Uplink> current() {
    return Optional.ofNullable(current);
  }

  /**
   * Refuses to start a child while this one is still rebuilding its target: a static initializer
   * that starts processes would start more of them in each.
   */
  public static void checkMayStartChildren() {
    Uplink uplink = current;
    if (uplink != null && uplink.rebuilder == Thread.currentThread()) {
      throw new IllegalStateException(
          "a static initializer starts a process while this child process rebuilds its target or"
              + " task; start processes from a method, such as main");
    }
  }

  // --- in the I/O thread -------------------------------------------------------------------------
  @Override
  public void onOpen(Link opened) {
    link = (ChildLink) opened;
  }

  @Override
  public void onFrame(Frame frame) {
    FrameType type = frame.type(); // no switch, which would load a class for it
    if (type == FrameType.BOOT) {
      boot.tell(BootMessage.from(frame));
    } else if (type == FrameType.INTERRUPT) {
      interruptTarget();
    } else if (type == FrameType.CLASS_DOOR) {
      classDoor.tell(ClassDoor.from(frame.body()));
    } else if (listener != null) {
      listener.accept(frame);
    }
  }

  @Override
  public void onClosed() {
    synchronized (this) {
      closed = true;
      if (parentGone != null) {
        parentGone.reached(null);
      }
    }
    classDoor.tell(ClassDoor.CLOSED);
    BootMessage told = boot.orNull();
    if (told == null) {
      Runtime.getRuntime().halt(ORPHAN_EXIT_CODE);
    } else if (told.orphanPolicy() == OrphanPolicy.EXIT) {
      exitAsOrphan();
    }
  }

  /** Exit handlers may hang or the exit be under way: whatever happens, the process ends. */
  private static void exitAsOrphan() {
    Thread halt =
        new Thread(
            () -> {
              try {
                Thread.sleep(ORPHAN_GRACE.toMillis());
              } catch (InterruptedException now) {
                // no reason to stay
              }
              Runtime.getRuntime().halt(ORPHAN_EXIT_CODE);
            },
            "mp4j-orphan-halt");
    halt.setDaemon(true);
    halt.start();
    Thread exit = new Thread(() -> System.exit(ORPHAN_EXIT_CODE), "mp4j-orphan-exit");
    exit.setDaemon(true);
    exit.start();
  }

  private synchronized void interruptTarget() {
    if (interruptible) {
      mainThread.interrupt();
    }
  }

  // --- in the child's threads --------------------------------------------------------------------
  /** Takes what to run, of which the parent need not say more. */
  void told(BootMessage message) {
    boot.tell(message);
  }

  /** Waits until the link is open; fails when the parent is gone. */
  void awaitOpen() throws IOException {
    link.awaitOpen();
  }

  /** Tells whether there is something to run. */
  boolean isTold() {
    return boot.orNull() != null;
  }

  /** Waits for what to run; an interrupt meanwhile is the target's. */
  BootMessage awaitBoot() {
    return boot.await();
  }

  /** Asks where to ask for classes; an interrupt meanwhile is put off. */
  ClassDoor classDoor() {
    link.send(Frame.of(FrameType.CLASSES_WANTED));
    return classDoor.await();
  }

  /** The target is rebuilt: tell the parent, and allow children. */
  void running() {
    rebuilder = null;
    link.send(Frame.of(FrameType.RUNNING));
  }

  /**
   * Rebuilds tasks; static initializers that run meanwhile may not start processes.
   *
   * @param <T> what is rebuilt
   * @param decoding the work
   * @return its result
   */
  public <T> T rebuild(Supplier<T> decoding) {
    rebuilder = Thread.currentThread();
    try {
      return decoding.get();
    } finally {
      rebuilder = null;
    }
  }

  /** The target has ended: an interrupt that comes now has nobody to interrupt. */
  synchronized void targetEnded() {
    interruptible = false;
    boolean unused = Thread.interrupted();
  }

  /**
   * Sends a frame to the parent.
   *
   * @param frame the frame
   */
  public void send(Frame frame) {
    link.send(frame);
  }

  /**
   * Sends a frame to the parent, and waits until it is on its way even if this JVM ends right
   * after.
   *
   * @param frame the frame
   */
  public void sendAndWait(Frame frame) {
    link.sendAndWait(frame, FLUSH_LIMIT);
  }

  /** Says goodbye; the last thing that this JVM does. */
  void leave() {
    Trace.step("exit handlers have run");
    link.leave(FLUSH_LIMIT);
    Trace.step("said goodbye");
  }

  /**
   * Says who takes the frames that are not about the process itself.
   *
   * @param taker called by the link's thread; must not block
   */
  public void listen(Consumer<Frame> taker) {
    listener = taker;
  }

  /**
   * Returns the process at the other end.
   *
   * @return the parent
   */
  public ParentProcess parent() {
    BootMessage told = boot.await();
    return new Parent(told.parentName(), told.parentPid(), parentGone());
  }

  private synchronized Milestone<Void> parentGone() {
    if (parentGone == null) {
      parentGone = new Milestone<>();
      if (closed) {
        parentGone.reached(null);
      }
    }
    return parentGone;
  }
}
