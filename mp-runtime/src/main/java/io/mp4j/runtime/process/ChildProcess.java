package io.mp4j.runtime.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.Context;
import io.mp4j.OrphanPolicy;
import io.mp4j.Process;
import io.mp4j.ProcessStartException;
import io.mp4j.Waitable;
import io.mp4j.function.Action0;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.CodecSettings;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.ipc.loading.Loaders;
import io.mp4j.ipc.ring.Shipment;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.runtime.archive.TargetClasses;
import io.mp4j.runtime.child.Self;
import io.mp4j.runtime.child.Uplink;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.wire.BootMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What a user holds of a child: the rules of its life, over a {@link Child} once it has started.
 */
public final class ChildProcess implements Process, StaysHere {
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(2);

  /** How deep processes may be nested; deeper ones are by mistake, and would never end. */
  private static final int DEEPEST = 10;

  private final Context context;
  private final ChildEvents events;
  private final String identity;
  private volatile String name;
  private final byte[] authKey;

  /** Its JVM, if that was launched before; null when not. */
  private final Child ahead;

  @GuardedBy("this")
  private boolean daemon;

  /** Dropped when the child starts, with all that it holds. */
  @GuardedBy("this")
  private Supplier<Action0> target;

  /** Null before the start. */
  @GuardedBy("this")
  private Child child;

  /** Between the beginning and the end of a start. */
  @GuardedBy("this")
  private boolean starting;

  @GuardedBy("this")
  private boolean closed;

  private ChildProcess(
      Context context,
      Supplier<Action0> target,
      ChildEvents events,
      String identity,
      String name,
      Child ahead) {
    Self self = Self.current();
    this.context = context;
    this.target = target;
    this.events = events;
    this.identity = identity;
    this.name = name;
    this.ahead = ahead;
    this.daemon = self.isDaemon();
    this.authKey = self.authKey();
  }

  /**
   * Makes a process as users know it.
   *
   * @param context its settings
   * @param target what it will run
   * @return a process that has not been started
   */
  public static ChildProcess ofUser(Context context, Action0 target) {
    String identity = Self.current().nextChildIdentity();
    String name = context.namePrefix() + "-" + identity;
    return new ChildProcess(context, () -> target, ChildEvents.NONE, identity, name, null);
  }

  /**
   * Makes a daemon process that speaks with a pool.
   *
   * @param context its settings
   * @param name its name
   * @param target gives what it will run, while its JVM comes up
   * @param events takes what it says
   * @param ahead its JVM, if that is launched already; null when not
   * @return a process that has not been started
   */
  public static ChildProcess ofPool(
      Context context, String name, Supplier<Action0> target, ChildEvents events, Child ahead) {
    String identity = Self.current().nextChildIdentity();
    ChildProcess process =
        new ChildProcess(ofWorker(context), target, events, identity, name, ahead);
    process.setDaemon(true);
    return process;
  }

  /** A worker without its pool has nobody to tell it to leave. */
  private static Context ofWorker(Context context) {
    return context.withOrphanPolicy(OrphanPolicy.EXIT);
  }

  /**
   * Launches a JVM for a process of a pool that is still to be made.
   *
   * @param context its settings
   * @param name who lists processes finds it by that
   * @return the JVM, which is given something to do or abandoned; null when a spare is ready
   */
  public static Child launchAhead(Context context, String name) {
    Uplink.checkMayStartChildren();
    Children.get().checkOpen();
    Hub.prepare();
    LaunchPlan plan = LaunchPlans.of(ofWorker(context), name);
    boolean hasSpare = FastStart.isOn() && Spares.get().hasSome(plan, context);
    return hasSpare ? null : Child.launch(plan, name);
  }

  /**
   * Launches JVMs ahead.
   *
   * @param context their settings
   * @param count how many are to wait
   * @return completes when they are up, or cannot be
   */
  public static CompletableFuture<Void> prewarm(Context context, int count) {
    Uplink.checkMayStartChildren();
    return Spares.prewarm(context, count);
  }

  /**
   * Lists the children of this JVM that live.
   *
   * @return a copy
   */
  public static List<Process> living() {
    return Children.get().living();
  }

  @Override
  public ChildProcess start() {
    Supplier<Action0> claimed;
    boolean asDaemon;
    synchronized (this) {
      checkOpen();
      if (child != null || starting) {
        throw new IllegalStateException("process " + name + " was started before");
      }
      starting = true;
      claimed = target;
      asDaemon = daemon;
    }
    Child launched = null;
    try {
      launched = launch(claimed, asDaemon);
    } finally {
      launchIsOver(launched);
    }
    Children.get().add(launched, this, asDaemon);
    return this;
  }

  /** Not under the lock: encoding the target runs code of users. */
  private Child launch(Supplier<Action0> claimed, boolean asDaemon) {
    Uplink.checkMayStartChildren();
    checkDepth();
    Children.get().checkOpen();
    Hub.prepare();
    LaunchPlan plan = ahead != null ? ahead.plan() : LaunchPlans.of(context, name);
    Spares spares = FastStart.isOn() ? Spares.get() : null;
    boolean hasSpare = ahead == null && spares != null && spares.hasSome(plan, context);
    // What it is to run is made ready while its JVM comes up.
    Child launched = hasSpare || ahead != null ? ahead : Child.launch(plan, name);
    Child told = null;
    Journey journey = new Journey();
    try {
      long unused = Loaders.generation(); // the classes of the target may have changed
      CodecSettings settings = CodecSettings.of(context.travelSettings());
      Codec codec = new Codec(loaderOfCaller(), settings);
      BootMessage boot = bootMessage(claimed.get(), asDaemon, codec, journey);
      Assignment assignment = new Assignment(events, codec, journey, context.startTimeout());
      if (hasSpare) {
        told = spares.assign(plan, context, boot, assignment);
      }
      if (told == null) {
        launched = launched != null ? launched : Child.launch(plan, name);
        if (!launched.assign(boot, assignment)) {
          throw new IllegalStateException("the JVM of process " + name + " was given up meanwhile");
        }
        told = launched;
      }
    } finally {
      if (told == null) {
        journey.end();
        if (launched != null) {
          launched.abandon();
        }
      }
    }
    if (spares != null) {
      spares.started(told, context, told != launched);
    }
    return told;
  }

  private BootMessage bootMessage(Action0 claimed, boolean asDaemon, Codec codec, Journey journey) {
    TargetClasses.note(claimed);
    Self self = Self.current();
    return new BootMessage(
        name,
        identity,
        asDaemon,
        context.orphanPolicy(),
        authKey,
        self.name(),
        self.pid(),
        Tree.path().toString(),
        Loaders.idOf(loaderOfCaller()),
        codec.settings().encoded(),
        Shipment.of(codec, claimed, journey));
  }

  private void checkDepth() {
    if (identity.chars().filter(c -> c == ':').count() >= DEEPEST) {
      throw new ProcessStartException(
          "process "
              + name
              + " would be nested deeper than "
              + DEEPEST
              + " levels: does a child start what its parent has started?");
    }
  }

  /** The launch is over; without a child it can be tried again. */
  private synchronized void launchIsOver(Child launched) {
    starting = false;
    if (launched == null) {
      if (ahead != null) {
        ahead.abandon();
      }
      return;
    }
    child = launched;
    target = null;
    if (closed) {
      launched.kill();
    }
  }

  private static ClassLoader loaderOfCaller() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader != null ? loader : ChildProcess.class.getClassLoader();
  }

  @Override
  public void join() throws InterruptedException {
    throwStartFailure(started().ended().await());
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    Milestone<Ending> ended = started().ended();
    if (!ended.await(timeout)) {
      return false;
    }
    throwStartFailure(ended.orNull());
    return true;
  }

  /** Several threads may join: each gets an exception with its own trace. */
  private static void throwStartFailure(Ending ending) {
    ProcessStartException failure = ending.startFailure();
    if (failure != null) {
      throw new ProcessStartException(failure.getMessage(), failure.getCause());
    }
  }

  @Override
  public synchronized boolean isAlive() {
    checkOpen();
    return child != null && !child.ended().isReady();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ChildProcess setName(String name) {
    if (name == null) {
      throw new NullPointerException("name is null");
    }
    this.name = name;
    return this;
  }

  @Override
  public synchronized boolean isDaemon() {
    return daemon;
  }

  @Override
  public synchronized ChildProcess setDaemon(boolean daemon) {
    checkOpen();
    if (child != null || starting) {
      throw new IllegalStateException(
          "process " + name + " was started before: whether it is a daemon is settled");
    }
    this.daemon = daemon;
    return this;
  }

  @Override
  public synchronized OptionalLong pid() {
    checkOpen();
    return child == null ? OptionalLong.empty() : OptionalLong.of(child.process().pid());
  }

  @Override
  public ProcessHandle handle() {
    return started().process().toHandle();
  }

  @Override
  public synchronized OptionalInt exitCode() {
    checkOpen();
    Ending ending = endingOrNull();
    return ending == null ? OptionalInt.empty() : OptionalInt.of(ending.exitCode());
  }

  @Override
  public synchronized Optional<Throwable> failure() {
    checkOpen();
    Ending ending = endingOrNull();
    return ending == null ? Optional.empty() : Optional.ofNullable(ending.failure());
  }

  @GuardedBy("this")
  private Ending endingOrNull() {
    return child == null ? null : child.ended().orNull();
  }

  @Override
  public byte[] authKey() {
    return authKey.clone();
  }

  @Override
  public Waitable sentinel() {
    return started().ended();
  }

  @Override
  public CompletableFuture<Integer> onExit() {
    return started().ended().future().thenApplyAsync(Ending::exitCode, Events.executor());
  }

  /**
   * Returns the child, for those within the library: a user who closes this object must not be able
   * to keep them from it.
   *
   * @return the child; null before the start
   */
  public synchronized Child child() {
    return child;
  }

  @Override
  public void interrupt() {
    started().interrupt();
  }

  @Override
  public void terminate() {
    started().terminate();
  }

  @Override
  public void kill() {
    started().kill();
  }

  @Override
  public void terminateTree() {
    started().terminateTree();
  }

  @Override
  public void close() {
    Child ending;
    synchronized (this) {
      closed = true;
      target = null;
      ending = child;
    }
    if (ending == null || ending.ended().isReady()) {
      return;
    }
    ending.terminate();
    try {
      if (!ending.ended().await(CLOSE_GRACE)) {
        ending.kill();
      }
    } catch (InterruptedException e) {
      ending.kill();
      Thread.currentThread().interrupt();
    }
    ending.ended().awaitUninterruptibly();
  }

  private synchronized Child started() {
    checkOpen();
    if (child == null) {
      throw new IllegalStateException("process " + name + " was not started");
    }
    return child;
  }

  @GuardedBy("this")
  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("process " + name + " is closed");
    }
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder(name).append('[');
    Ending ending = endingOrNull();
    if (closed) {
      text.append("closed");
    } else if (child == null) {
      text.append("not started");
    } else {
      text.append("pid=").append(child.process().pid()).append(", ");
      text.append(ending == null ? "running" : ending.describe());
    }
    return text.append(daemon ? ", daemon]" : "]").toString();
  }
}
