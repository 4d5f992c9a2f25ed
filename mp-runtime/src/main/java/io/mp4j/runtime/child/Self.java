package io.mp4j.runtime.child;

import io.mp4j.CurrentProcess;
import io.mp4j.ipc.directory.Randomness;
import io.mp4j.ipc.directory.ThisProcess;
import java.util.concurrent.atomic.AtomicInteger;

/** Who this process is. One for each JVM; safe for all threads. */
public final class Self implements CurrentProcess {
  private static final int AUTH_KEY_LENGTH = 32;

  /** Null until somebody asks; a child is told who it is before anybody can. */
  private static volatile Self current;

  private final String identity;
  private final boolean daemon;
  private final AtomicInteger children = new AtomicInteger();
  private volatile String name;
  private volatile byte[] authKey;

  private Self(String name, String identity, boolean daemon, byte[] authKey) {
    this.name = name;
    this.identity = identity;
    this.daemon = daemon;
    this.authKey = authKey;
  }

  /**
   * Returns the identity of this JVM.
   *
   * @return who this process is
   */
  public static Self current() {
    Self self = current;
    return self != null ? self : becomeMain();
  }

  private static synchronized Self becomeMain() {
    if (current == null) {
      current = new Self("MainProcess", "", false, randomKey());
    }
    return current;
  }

  /** Makes this JVM the child that its parent says it is, before anything else asks. */
  static synchronized void become(String name, String identity, boolean daemon, byte[] authKey) {
    current = new Self(name, identity, daemon, authKey);
  }

  private static byte[] randomKey() {
    return Randomness.bytes(AUTH_KEY_LENGTH);
  }

  /**
   * Makes up the identity of a new child.
   *
   * @return the numbers on the way down the tree, such as {@code 1:2}
   */
  public String nextChildIdentity() {
    int number = children.incrementAndGet();
    return identity.isEmpty() ? Integer.toString(number) : identity + ":" + number;
  }

  /**
   * Returns the place of this process in its tree.
   *
   * @return the numbers on the way down, such as {@code 1:2}; empty in the main process
   */
  public String identity() {
    return identity;
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
    return ThisProcess.pid();
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
    return name + "[pid=" + pid() + (daemon ? ", daemon" : "") + "]";
  }
}
