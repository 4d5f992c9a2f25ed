package io.mp4j.runtime.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.Context;
import io.mp4j.ProcessStartException;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.link.FrameReceiver;
import io.mp4j.ipc.link.IoThread;
import io.mp4j.ipc.link.Link;
import io.mp4j.ipc.link.Token;
import io.mp4j.ipc.ring.DeadProcessSweeper;
import io.mp4j.ipc.ring.Parcel;
import io.mp4j.runtime.child.BootRecord;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.wire.BootMessage;
import io.mp4j.runtime.wire.FailureMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A launched child JVM, from its launch to its end.
 *
 * <p>Three sources tell about it, each in a thread of its own: the operating system (its exit), the
 * link (frames, and that it closed) and its output streams (that they ended). The child has ended
 * when all three have said so; the last two get a limited time after the exit, since a program that
 * the child started may keep its streams open.
 */
public final class Child implements FrameReceiver {
  /** How long frames and output that are still on their way are waited for after the exit. */
  private static final Duration AFTER_EXIT = Duration.ofSeconds(2);

  private static final Duration LONG_AFTER_EXIT = Duration.ofSeconds(8);
  private static final AtomicBoolean SWEEP_IS_DUE = new AtomicBoolean();

  /** How long a JVM may live on without its link before it is taken for damaged and killed. */
  private static final Duration AFTER_LINK = Duration.ofSeconds(10);

  private static final String ERROR_FILE = "-XX:ErrorFile=";

  private enum Phase {
    /** The JVM comes up. */
    LAUNCHED,
    /** It has proved itself and was told what to run. */
    CONNECTED,
    /** The target runs. */
    RUNNING
  }

  private final String name;
  private final ChildEvents events;
  private final Codec codec;
  private final OutputWiring output;
  private final Path directory;
  private final Optional<String> errorFile;

  /** What the target carries of shared memory, held until it has arrived or cannot any more. */
  private final Journey journey;

  private final CompletableFuture<Void> linkClosed = new CompletableFuture<>();
  private final Milestone<Ending> ended = new Milestone<>();

  // Written once, by launch(), before this object is handed to anybody but the link's server.
  private java.lang.Process process;
  private Path argumentFile;
  private Future<?> startTimer;

  /** Dropped once it is sent, with the target in it. */
  @GuardedBy("this")
  private BootMessage boot;

  @GuardedBy("this")
  private Phase phase = Phase.LAUNCHED;

  @GuardedBy("this")
  private Link link;

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

  private Child(
      Context context, BootMessage boot, ChildEvents events, Codec codec, Journey journey) {
    this.journey = journey;
    this.name = boot.name();
    this.boot = boot;
    this.events = events;
    this.codec = codec;
    this.directory = context.directory().orElse(Path.of("")).toAbsolutePath();
    this.errorFile =
        context.jvmOptions().stream()
            .filter(option -> option.startsWith(ERROR_FILE))
            .reduce((first, last) -> last)
            .map(option -> option.substring(ERROR_FILE.length()));
    this.output = new OutputWiring(name, context.stdout(), context.stderr());
  }

  /** Launches a JVM; the target in {@code boot} goes to it when it has proved itself. */
  static Child launch(
      Context context, BootMessage boot, ChildEvents events, Codec codec, Journey journey) {
    Child child = new Child(context, boot, events, codec, journey);
    boolean launched = false;
    try {
      child.launch(context);
      launched = true;
      return child;
    } finally {
      if (!launched) {
        journey.end();
      }
    }
  }

  /** Holds the lock, so that what the other threads hear of this child waits until it is known. */
  private synchronized void launch(Context context) {
    Hub hub = Hub.get();
    Token token = Token.random();
    long childId = hub.server().expect(token, this);
    argumentFile = hub.directory().resolve("child-" + childId + ".args");
    BootRecord record = new BootRecord(hub.server().socket().toString(), childId, token);
    try {
      process = Launcher.launch(context, name, record, output, argumentFile);
    } catch (RuntimeException | Error e) {
      hub.server().forget(childId);
      deleteArgumentFile();
      throw e;
    }
    Duration limit = context.startTimeout();
    startTimer = IoThread.schedule(limit, () -> giveUpStart(limit));
    // Not by Process.onExit(), which needs a free thread of the common pool: users may have blocked
    // all of them, perhaps by joining this very process.
    Events.executor()
        .execute(
            () -> {
              awaitExit();
              hub.server().forget(childId);
              exited();
            });
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
      startTimer.cancel(false);
      phase = Phase.CONNECTED;
      link = opened;
      opened.send(boot.toFrame());
      boot = null;
      if (interruptPending) {
        opened.send(Frame.of(FrameType.INTERRUPT));
      }
    }
    deleteArgumentFile();
  }

  @Override
  public void onFrame(Frame frame) {
    Link answers;
    synchronized (this) {
      switch (frame.type()) {
        case RUNNING -> {
          phase = Phase.RUNNING;
          Events.executor().execute(journey::end);
        }
        case FAILURE -> failure = FailureMessage.from(frame);
        case EXITING -> orderly = true;
        default -> {
          /* not about the process itself */
        }
      }
      answers = link;
    }
    events.onFrame(answers, frame);
  }

  @Override
  public void onClosed() {
    linkClosed.complete(null);
    if (process.isAlive()) {
      IoThread.schedule(AFTER_LINK, process::destroyForcibly);
    }
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

  private void exited() {
    boolean connected;
    synchronized (this) {
      startTimer.cancel(false);
      boot = null;
      connected = link != null;
    }
    if (!connected) {
      linkClosed.complete(null);
      deleteArgumentFile();
    }
    CompletableFuture.allOf(linkClosed, output.done())
        .completeOnTimeout(null, AFTER_EXIT.toMillis(), TimeUnit.MILLISECONDS)
        .handleAsync(
            (done, never) -> {
              journey.end();
              DeadProcessSweeper.sweep(); // so that whoever joins it finds what only it held gone
              ended.reached(ending());
              sweepAgainLater();
              return null;
            },
            Events.executor());
  }

  /**
   * Its own children end a moment after it, and nobody else sees that: they hold what it shared
   * with them, such as the lanes of a pool. One look is enough for all that ended meanwhile.
   */
  private static void sweepAgainLater() {
    if (SWEEP_IS_DUE.compareAndSet(false, true)) {
      IoThread.schedule(AFTER_EXIT, () -> Events.executor().execute(Child::sweepOrphans));
    }
  }

  private static void sweepOrphans() {
    SWEEP_IS_DUE.set(false);
    DeadProcessSweeper.sweepThoroughly();
    // For those that found no processor in time to see that they are orphans.
    IoThread.schedule(
        LONG_AFTER_EXIT, () -> Events.executor().execute(DeadProcessSweeper::sweepThoroughly));
  }

  private Ending ending() {
    Phase reached;
    int exitCode;
    FailureMessage encoded;
    ProcessStartException early;
    synchronized (this) {
      reached = endRequested ? Phase.RUNNING : phase;
      exitCode = ExitCode.of(process.exitValue(), orderly && !killed);
      encoded = failure;
      early = startFailure;
    }
    // Outside of the lock: exceptions are rebuilt by code of users.
    Throwable thrown = encoded == null ? null : rebuilt(encoded);
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

  private Throwable rebuilt(FailureMessage encoded) {
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
    process.destroy();
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
    process.destroy();
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
    String usual = "hs_err_pid" + pid() + ".log";
    List<Path> places = new ArrayList<>();
    errorFile.ifPresent(
        file -> places.add(directory.resolve(file.replace("%p", Long.toString(pid())))));
    places.add(directory.resolve(usual));
    places.add(Path.of(System.getProperty("java.io.tmpdir"), usual));
    return places;
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
