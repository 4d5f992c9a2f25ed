package io.mp4j.runtime.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ProcessStartException;
import io.mp4j.ipc.classes.ClassDoor;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.link.Door;
import io.mp4j.ipc.link.FrameReceiver;
import io.mp4j.ipc.link.Link;
import io.mp4j.ipc.ring.DeadProcessSweeper;
import io.mp4j.ipc.ring.Parcel;
import io.mp4j.runtime.archive.TargetClasses;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.event.Timer;
import io.mp4j.runtime.event.Trace;
import io.mp4j.runtime.wire.BootMessage;
import io.mp4j.runtime.wire.FailureMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * A launched child JVM, from its launch to its end.
 *
 * <p>Three sources tell about it, each in a thread of its own: the operating system (its exit), the
 * link (frames, and that it closed) and its output streams (that they ended). The child has ended
 * when all three have said so; the last two get a limited time after the exit, see {@link
 * Remainder}.
 */
public final class Child implements FrameReceiver {
  private static final AtomicLong LAUNCHED = new AtomicLong();

  /**
   * How long a JVM may live on that has lost its link before it is taken for damaged and killed.
   */
  private static final Duration AFTER_LINK = Duration.ofSeconds(10);

  /**
   * How long one that seems late is still waited for: when this process was stopped, the time is
   * over before the thread that reads links finds a processor to see that it was not late.
   */
  private static final Duration LATE = Duration.ofSeconds(1);

  /** What a JVM is called that has nothing to do yet. */
  private static final String SPARE = "spare";

  private enum Phase {
    /** The JVM comes up. */
    LAUNCHED,
    /** It has proved itself and was told what to run. */
    CONNECTED,
    /** The target runs. */
    RUNNING
  }

  private final LaunchPlan plan;
  private final OutputWiring output;
  private final ErrorFile errorFile;
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final CompletableFuture<Void> linkClosed = new CompletableFuture<>();
  private final Milestone<Ending> ended = new Milestone<>();

  /** Changes once, when a spare gets something to do. */
  private volatile String name;

  // Written once, by launch(), before this object is handed to anybody but the link's server.
  private java.lang.Process process;
  private Path argumentFile;
  private ClassLink classes;
  private BootPipe bootPipe;
  private Entrance entrance;

  /** Whether it was launched to wait for something to do. */
  private final boolean isSpare;

  /** Null until it has something to do. */
  @GuardedBy("this")
  private Assignment assignment;

  /** What its link is to tell it; null when there is no such thing. */
  @GuardedBy("this")
  private BootMessage boot;

  /** Nobody looks after what it was given any more. */
  @GuardedBy("this")
  private boolean settled;

  @GuardedBy("this")
  private Future<?> startTimer;

  @GuardedBy("this")
  private Phase phase = Phase.LAUNCHED;

  @GuardedBy("this")
  private Link link;

  /** Ends a JVM that lives on without its link. */
  @GuardedBy("this")
  private Future<?> afterLink;

  @GuardedBy("this")
  private boolean interruptPending;

  @GuardedBy("this")
  private boolean endRequested;

  /** It was alive when we killed it: having said goodbye means no orderly exit then. */
  @GuardedBy("this")
  private boolean killed;

  @GuardedBy("this")
  private boolean orderly;

  @GuardedBy("this")
  private FailureMessage failure;

  @GuardedBy("this")
  private ProcessStartException startFailure;

  private Child(LaunchPlan plan, String name, boolean isSpare) {
    this.plan = plan;
    this.name = name;
    this.isSpare = isSpare;
    this.errorFile = ErrorFile.of(plan);
    this.output = new OutputWiring(this::name, plan.stdout(), plan.stderr());
  }

  /** Launches a JVM for something that it is {@linkplain #assign given} while it comes up. */
  static Child launch(LaunchPlan plan, String name) {
    return new Child(plan, name, false).launched(Hub.enter());
  }

  /** Launches a JVM that waits for something to do. */
  static Child launchSpare(LaunchPlan plan, Duration startTimeout) {
    Child child = new Child(plan, SPARE, true).launched(Hub.enter());
    try {
      synchronized (child) {
        child.startWithin(startTimeout);
      }
      child.bootPipe.writeSpare(child.entrance.open(child), TargetClasses.names());
      return child;
    } catch (RuntimeException | Error e) {
      child.abandon();
      throw e;
    }
  }

  /** The lock is held, so that what other threads hear of this child waits until it is known. */
  private synchronized Child launched(Hub hub) {
    entrance = new Entrance(hub);
    argumentFile = hub.directory().resolve("child-" + LAUNCHED.incrementAndGet() + ".args");
    classes = plan.givesClasses() ? new ClassLink(hub) : null;
    try {
      process = Launcher.launch(plan, name, output, argumentFile);
      bootPipe = new BootPipe(process, classes);
      // Not by Process.onExit(), which needs a free thread of the common pool: users may have
      // blocked all of them, perhaps by joining this very process.
      Events.executor().execute(() -> watch(hub));
      return this;
    } catch (RuntimeException | Error e) { // the latter where there is no room for a thread
      if (process != null) {
        abandon();
      }
      closeClasses();
      deleteArgumentFile();
      hub.left();
      throw e;
    } finally {
      Hub.launchIsOver();
    }
  }

  private void watch(Hub hub) {
    awaitExit();
    Trace.step("is gone", pid());
    boolean wasExpected = entrance.close();
    closeClasses();
    exited(wasExpected);
    hub.left();
  }

  @GuardedBy("this")
  private void startWithin(Duration limit) {
    cancelStartTimer();
    startTimer = Timer.schedule(limit, () -> isLate(limit));
  }

  private synchronized void isLate(Duration limit) {
    if (phase == Phase.LAUNCHED) {
      startTimer = Timer.schedule(LATE, () -> giveUpStart(limit));
    }
  }

  @GuardedBy("this")
  private void cancelStartTimer() {
    if (startTimer != null) {
      startTimer.cancel(false);
    }
  }

  /** Gives it something to do; returns false when it is too late for that. */
  boolean assign(BootMessage message, Assignment given) {
    try {
      return tryAssign(message, given);
    } catch (RuntimeException | Error e) { // such as no room for a thread; it would wait for ever
      abandon();
      throw e;
    }
  }

  private boolean tryAssign(BootMessage message, Assignment given) {
    Door door = isSpare ? null : entrance.open(this);
    synchronized (this) {
      if (assignment != null || endRequested || (isSpare && !process.isAlive())) {
        return false;
      }
      assignment = given;
      name = message.name();
      if (link == null && !settled) {
        startWithin(given.startTimeout());
      }
      boolean isTold = !isSpare && bootPipe.write(door, message);
      if (isTold) {
        Trace.step("was told what to run", pid());
      } else {
        boot = message;
      }
      if (link != null) {
        begin();
      }
      if (!settled) {
        return true;
      }
      boot = null;
    }
    given.journey().end(); // it has not arrived
    return true;
  }

  /** It will be given nothing. */
  public void abandon() {
    kill();
    bootPipe.close();
  }

  /** Returns what it was launched with. */
  LaunchPlan plan() {
    return plan;
  }

  /** Tells whether it has proved itself. */
  synchronized boolean isConnected() {
    return link != null;
  }

  /** Completes when it has proved itself, or ended. */
  CompletableFuture<Void> connected() {
    return connected;
  }

  private void openClasses() {
    ClassDoor door;
    try {
      door = classes.open();
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(Child.class).error("process {} gets no classes", name, e);
      door = ClassDoor.CLOSED;
    }
    Link answering;
    synchronized (this) {
      answering = link;
    }
    answering.send(new Frame(FrameType.CLASS_DOOR, door.toBytes()));
  }

  private void closeClasses() {
    if (classes != null) {
      classes.close();
    }
  }

  private void deleteArgumentFile() {
    try {
      Files.deleteIfExists(argumentFile);
    } catch (IOException leftToTheSweeper) {
      // goes with its directory
    }
  }

  private void giveUpStart(Duration limit) {
    synchronized (this) {
      if (phase != Phase.LAUNCHED || endRequested) {
        return;
      }
      startFailure =
          new ProcessStartException(
              "process "
                  + name
                  + " did not answer within "
                  + limit.toMillis()
                  + " ms of its launch and was killed; see Context.withStartTimeout"
                  + childSaid());
    }
    process.destroyForcibly();
  }

  // --- what the link tells, in the I/O thread ----------------------------------------------------
  @Override
  public void onOpen(Link opened) {
    synchronized (this) {
      cancelStartTimer();
      phase = Phase.CONNECTED;
      Trace.step("has connected", pid());
      link = opened;
      begin();
    }
    ChildArchive.isUp(process);
    deleteArgumentFile();
    connected.complete(null);
  }

  /** Says by the link what is still to be said. */
  @GuardedBy("this")
  private void begin() {
    if (boot != null) {
      link.send(boot.toFrame());
      Trace.step("was told what to run", pid());
      boot = null;
    }
    if (interruptPending) {
      interruptPending = false;
      link.send(Frame.of(FrameType.INTERRUPT));
    }
  }

  @Override
  public void onFrame(Frame frame) {
    Link answers;
    ChildEvents events;
    synchronized (this) {
      switch (frame.type()) {
        case RUNNING -> {
          phase = Phase.RUNNING;
          Trace.step("runs", pid());
          Journey arrived = assignment.journey();
          Events.executor().execute(arrived::end);
        }
        case FAILURE -> failure = FailureMessage.from(frame);
        case EXITING -> orderly = true;
        case CLASSES_WANTED -> Events.executor().execute(this::openClasses);
        default -> {
          /* not about the process itself */
        }
      }
      answers = link;
      events = assignment == null ? ChildEvents.NONE : assignment.events();
    }
    events.onFrame(answers, frame);
  }

  @Override
  public void onClosed() {
    linkClosed.complete(null);
    synchronized (this) {
      if (!orderly) { // else it runs the last of its shutdown hooks, which may take their time
        afterLink = Timer.schedule(AFTER_LINK, this::endDamaged);
      }
    }
  }

  private void endDamaged() {
    synchronized (this) {
      killed |= process.isAlive();
    }
    process.destroyForcibly();
  }

  // --- what the operating system tells -----------------------------------------------------------
  private void awaitExit() {
    while (true) {
      try {
        process.waitFor();
        return;
      } catch (InterruptedException nobodyMeansThisThread) {
        // wait on
      }
    }
  }

  private void exited(boolean wasExpected) {
    synchronized (this) {
      cancelStartTimer();
      boot = null;
    }
    if (!wasExpected) {
      linkClosed.complete(null);
    }
    new Remainder(linkClosed, output).await(); // it may have been faster than who reads its hello
    connected.complete(null);
    ChildArchive.isOver(process);
    if (!isConnected()) {
      deleteArgumentFile();
    }
    settle();
    DeadProcessSweeper.sweep(); // so that whoever joins it finds what only it held gone
    ended.reached(ending());
    Trace.step("has ended", pid());
    OrphanSweep.later();
  }

  private void settle() {
    Assignment given;
    synchronized (this) {
      if (afterLink != null) {
        afterLink.cancel(false);
      }
      given = assignment;
      settled = true;
    }
    if (given != null) {
      given.journey().end();
    }
  }

  private Ending ending() {
    Phase reached;
    int exitCode;
    FailureMessage encoded;
    ProcessStartException early;
    Codec codec;
    synchronized (this) {
      codec = assignment == null ? null : assignment.codec();
      reached = endRequested ? Phase.RUNNING : phase;
      exitCode =
          endRequested && link == null
              ? ExitCode.ofTerminatedEarly(process.exitValue())
              : ExitCode.of(process.exitValue(), orderly && !killed);
      encoded = failure;
      early = phase == Phase.RUNNING ? null : startFailure; // it has run, as is known by now
    }
    // Outside of the lock: exceptions are rebuilt by code of users.
    Throwable thrown = encoded == null ? null : rebuilt(codec, encoded);
    if (early != null || reached == Phase.RUNNING) {
      return new Ending(exitCode, early != null ? early : thrown, early != null);
    }
    String what = "process " + name + " could not run its target: it ";
    String why =
        thrown != null
            ? "could not rebuild it: " + thrown.getMessage()
            : ExitCode.describe(exitCode) + " before it began" + childSaid();
    return new Ending(exitCode, new ProcessStartException(what + why, thrown), false);
  }

  private static Throwable rebuilt(Codec codec, FailureMessage encoded) {
    try {
      return (Throwable) Parcel.unpack(codec, encoded.thrown(), encoded.cargo());
    } catch (Throwable e) { // by code of users; the end must be seen whatever it throws
      return e;
    }
  }

  private String childSaid() {
    String said = output.stderrTail();
    return said.isEmpty() ? "; it printed nothing" : "; it printed:\n" + said;
  }

  // --- what its owner wants ----------------------------------------------------------------------
  /**
   * Returns its end.
   *
   * @return reached when it has ended, however it ended
   */
  public Milestone<Ending> ended() {
    return ended;
  }

  java.lang.Process process() {
    return process;
  }

  synchronized void interrupt() {
    if (link == null) {
      interruptPending = true;
    } else {
      link.send(Frame.of(FrameType.INTERRUPT));
    }
  }

  /** Asks it to end; nothing happens when it has ended. */
  public void terminate() {
    requestEnd();
    terminate(process);
  }

  /** Process.destroy() would close the streams as well, of which one is the child's link. */
  private static void terminate(java.lang.Process process) {
    process.toHandle().destroy();
  }

  /** Ends it at once; nothing happens when it has ended. */
  public void kill() {
    synchronized (this) {
      endRequested = true;
      killed |= process.isAlive();
    }
    process.destroyForcibly();
  }

  void terminateTree() {
    requestEnd();
    // Collected first: whoever loses its parent is no descendant of it any more.
    var descendants = process.descendants().toList();
    terminate(process);
    descendants.forEach(ProcessHandle::destroy);
  }

  private synchronized void requestEnd() {
    endRequested = true;
  }

  /**
   * Returns its name.
   *
   * @return the name that it was started with
   */
  public String name() {
    return name;
  }

  /**
   * Returns its process id.
   *
   * @return the operating system's id
   */
  public long pid() {
    return process.pid();
  }

  /**
   * Returns where its JVM writes what it knows of its own crash.
   *
   * @return the places, the first that it tries first
   */
  public List<Path> crashReports() {
    return errorFile.places(pid());
  }

  /**
   * Returns the last lines of its standard error.
   *
   * @return a text that may be empty
   */
  public String stderrTail() {
    return output.stderrTail();
  }
}
