package io.mp4j.runtime.threads;

import io.mp4j.CurrentProcess;
import io.mp4j.ParentProcess;
import io.mp4j.runtime.event.Milestone;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Who a thread is that runs as a process, for itself and the threads that it starts. */
public final class ThreadSelf implements CurrentProcess {
  private static final InheritableThreadLocal<ThreadSelf> CURRENT = new InheritableThreadLocal<>();

  private final Owner owner = new Owner();
  private final AtomicInteger children = new AtomicInteger();
  private final String identity;
  private final ParentProcess parent;
  private final Milestone<?> ended;
  private final boolean daemon;
  private volatile String name;
  private volatile byte[] authKey;
  private volatile Thread thread;

  ThreadSelf(
      String name,
      String identity,
      boolean daemon,
      byte[] authKey,
      ParentProcess parent,
      Milestone<?> ended) {
    this.ended = ended;
    this.name = name;
    this.identity = identity;
    this.daemon = daemon;
    this.authKey = authKey;
    this.parent = parent;
  }

  /**
   * Returns the process that the current thread is or belongs to.
   *
   * @return the process; empty when that is the JVM itself
   */
  public static Optional<ThreadSelf> current() {
    return Optional.ofNullable(orNull());
  }

  static ThreadSelf orNull() {
    return CURRENT.get();
  }

  /** Makes the current thread this process. */
  void begin() {
    thread = Thread.currentThread();
    CURRENT.set(this);
  }

  boolean isThisThread() {
    return thread == Thread.currentThread();
  }

  Owner owner() {
    return owner;
  }

  Milestone<?> ended() {
    return ended;
  }

  String nextChildIdentity() {
    return identity + ":" + children.incrementAndGet();
  }

  /**
   * Returns the process that started this one.
   *
   * @return the parent
   */
  public ParentProcess parent() {
    return parent;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void setName(String name) {
    if (name == null) {
      throw new NullPointerException("name is null");
    }
    this.name = name;
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public boolean isDaemon() {
    return daemon;
  }

  @Override
  public byte[] authKey() {
    return authKey.clone();
  }

  @Override
  public void setAuthKey(byte[] key) {
    authKey = key.clone();
  }

  @Override
  public String toString() {
    return name + "[thread of pid=" + pid() + (daemon ? ", daemon]" : "]");
  }
}
