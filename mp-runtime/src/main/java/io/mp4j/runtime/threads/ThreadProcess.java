package io.mp4j.runtime.threads;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.Context;
import io.mp4j.Process;
import io.mp4j.ProcessStartException;
import io.mp4j.Waitable;
import io.mp4j.function.Action0;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.runtime.child.Self;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.process.Ending;
import io.mp4j.runtime.process.Events;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A process that is a thread of this JVM. */
final class ThreadProcess implements Process, StaysHere {
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(2);
  private static final int FAILED = 1;

  /** The JVM, as the parent of threads: they do not see its end. */
  private static final Milestone<Object> NEVER = new Milestone<>();

  /** Who made it; null for the JVM. */
  private final ThreadSelf starter;

  private final String identity;
  private final byte[] authKey;
  private final Milestone<Ending> ended = new Milestone<>();
  private volatile String name;

  @GuardedBy("this")
  private boolean daemon;

  /** Dropped when the thread starts, with all that it holds. */
  @GuardedBy("this")
  private Action0 target;

  /** Null before the start. */
  @GuardedBy("this")
  private Thread thread;

  /** Null before the start. */
  private volatile ThreadSelf self;

  /** Then it is no news that the target was interrupted. */
  private volatile boolean toldToEnd;

  @GuardedBy("this")
  private boolean closed;

  ThreadProcess(Context context, Action0 target) {
    this.starter = ThreadSelf.orNull();
    this.target = target;
    if (starter == null) {
      Self jvm = Self.current();
      this.identity = jvm.nextChildIdentity();
      this.daemon = jvm.isDaemon();
      this.authKey = jvm.authKey();
    } else {
      this.identity = starter.nextChildIdentity();
      this.daemon = starter.isDaemon();
      this.authKey = starter.authKey();
    }
    this.name = context.namePrefix() + "-" + identity;
  }

  ThreadSelf starter() {
    return starter;
  }

  ThreadSelf self() {
    return self;
  }

  boolean isRunning() {
    return !ended.isReady();
  }

  // --- running -----------------------------------------------------------------------------------
  @Override
  public synchronized ThreadProcess start() {
    checkOpen();
    if (thread != null) {
      throw new IllegalStateException("process " + name + " was started before");
    }
    ThreadParent parent =
        starter == null
            ? new ThreadParent(Self.current().name(), NEVER)
            : new ThreadParent(starter.name(), starter.ended());
    ThreadSelf born = new ThreadSelf(name, identity, daemon, authKey, parent, ended);
    Action0 claimed = target;
    Luggage luggage = Luggage.ofCode(claimed);
    boolean asDaemon = daemon;
    Thread made = ThreadMaker.make(name, () -> run(born, claimed, luggage, asDaemon));
    self = born;
    ThreadChildren.get().add(this, asDaemon);
    boolean started = false;
    try {
      made.start();
      started = true;
    } catch (OutOfMemoryError e) {
      throw new ProcessStartException("no thread can be started for process " + name, e);
    } finally {
      if (!started) {
        ThreadChildren.get().remove(this, asDaemon);
        luggage.drop();
      }
    }
    thread = made;
    target = null;
    return this;
  }

  private void run(ThreadSelf born, Action0 code, Luggage luggage, boolean asDaemon) {
    born.begin();
    luggage.arrive();
    Throwable failure = null;
    try {
      code.run();
    } catch (Throwable e) { // whatever it is, it is the outcome
      failure = e;
    }
    boolean asTold = toldToEnd && failure instanceof InterruptedException;
    if (failure != null && !asTold) {
      report(failure);
    }
    born.owner().end();
    ThreadChildren.get().remove(this, asDaemon);
    ended.reached(new Ending(failure == null ? 0 : FAILED, failure, false));
  }

  /** As the JVM does with what ends a thread. */
  private static void report(Throwable failure) {
    Thread here = Thread.currentThread();
    try {
      here.getUncaughtExceptionHandler().uncaughtException(here, failure);
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e); // it must not keep the process from ending
    }
  }

  // --- waiting -----------------------------------------------------------------------------------
  @Override
  public void join() throws InterruptedException {
    Thread unused = started();
    Ending ignored = ended.await();
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    Thread unused = started();
    return ended.await(timeout);
  }

  @Override
  public synchronized boolean isAlive() {
    checkOpen();
    return thread != null && isRunning();
  }

  @Override
  public Waitable sentinel() {
    Thread unused = started();
    return ended;
  }

  @Override
  public CompletableFuture<Integer> onExit() {
    Thread unused = started();
    return ended.future().thenApplyAsync(Ending::exitCode, Events.executor());
  }

  @Override
  public synchronized OptionalInt exitCode() {
    checkOpen();
    Ending ending = ended.orNull();
    return ending == null ? OptionalInt.empty() : OptionalInt.of(ending.exitCode());
  }

  @Override
  public synchronized Optional<Throwable> failure() {
    checkOpen();
    return Optional.ofNullable(ended.orNull()).map(Ending::failure);
  }

  // --- what it is --------------------------------------------------------------------------------
  @Override
  public String name() {
    return name;
  }

  @Override
  public ThreadProcess setName(String name) {
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
  public synchronized ThreadProcess setDaemon(boolean daemon) {
    checkOpen();
    if (thread != null) {
      throw new IllegalStateException(
          "process " + name + " was started before: whether it is a daemon is settled");
    }
    this.daemon = daemon;
    return this;
  }

  @Override
  public synchronized OptionalLong pid() {
    checkOpen();
    return thread == null ? OptionalLong.empty() : OptionalLong.of(ProcessHandle.current().pid());
  }

  @Override
  public ProcessHandle handle() {
    Thread unused = started();
    return ProcessHandle.current();
  }

  @Override
  public byte[] authKey() {
    return authKey.clone();
  }

  // --- ending ------------------------------------------------------------------------------------
  @Override
  public void interrupt() {
    started().interrupt();
  }

  @Override
  public void terminate() {
    Thread ending = started();
    toldToEnd = true;
    ending.interrupt();
  }

  @Override
  public void kill() {
    terminate();
  }

  @Override
  public void terminateTree() {
    Thread unused = started();
    ThreadChildren.get().below(self).forEach(ThreadProcess::tellToEnd);
    tellToEnd();
  }

  /** Closed or not. */
  private synchronized void tellToEnd() {
    toldToEnd = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      target = null;
      if (thread == null || !isRunning()) {
        return;
      }
      toldToEnd = true;
      thread.interrupt();
    }
    try {
      boolean unused = ended.await(CLOSE_GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Thread started() {
    checkOpen();
    if (thread == null) {
      throw new IllegalStateException("process " + name + " was not started");
    }
    return thread;
  }

  @GuardedBy("this")
  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("process " + name + " is closed");
    }
  }

  @Override
  public synchronized String toString() {
    String state;
    Ending ending = ended.orNull();
    if (closed) {
      state = "closed";
    } else if (thread == null) {
      state = "not started";
    } else {
      state = "thread, " + (ending == null ? "running" : ending.describe());
    }
    return name + "[" + state + (daemon ? ", daemon]" : "]");
  }
}
