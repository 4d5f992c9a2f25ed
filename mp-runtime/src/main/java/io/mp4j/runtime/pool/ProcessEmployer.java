package io.mp4j.runtime.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.Context;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.lane.Doorbell;
import io.mp4j.ipc.park.Attempt;
import io.mp4j.ipc.park.Spin;
import io.mp4j.runtime.process.Child;
import io.mp4j.runtime.process.ChildProcess;
import io.mp4j.runtime.process.Events;
import io.mp4j.runtime.shared.Membership;
import io.mp4j.spi.PoolSettings;
import java.util.concurrent.atomic.AtomicReference;

/** Workers that are child JVMs. */
final class ProcessEmployer implements Employer, PoolBell {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** A JVM that comes up keeps a processor busy, and so does the program that has just begun. */
  private static final int AT_FIRST = Math.max(1, PROCESSORS - 1);

  private static final int AT_ONCE = Math.max(2, PROCESSORS);

  private final Context context;
  private final PoolSettings settings;
  private final Codec codec;

  /** Null until it is needed: the first worker's JVM comes up meanwhile. */
  private volatile Doorbell doorbell;

  @GuardedBy("this")
  private boolean closed;

  /** The JVM of the first worker; it comes up while the pool is made. */
  private final AtomicReference<Child> first = new AtomicReference<>();

  ProcessEmployer(Context context, String pool, PoolSettings settings, Codec codec) {
    this.context = context;
    this.settings = settings;
    this.codec = codec;
    // From Java 18 on the JDK makes a method handle for the first mapped file: 20 ms and more.
    Events.prepare(this::doorbell);
    if (settings.keepWarm() > 0) {
      launchFirst(pool + "-worker-1");
    }
  }

  private void launchFirst(String name) {
    boolean launched = false;
    try {
      first.set(ChildProcess.launchAhead(context, name));
      launched = true;
    } finally {
      if (!launched) {
        close();
      }
    }
  }

  private Doorbell doorbell() {
    Doorbell made = doorbell;
    return made != null ? made : makeDoorbell();
  }

  private synchronized Doorbell makeDoorbell() {
    if (closed) {
      throw new IllegalStateException("the pool is closed");
    }
    if (doorbell == null) {
      Membership.begin();
      doorbell = Doorbell.create();
    }
    return doorbell;
  }

  @Override
  public PoolBell bell() {
    return this;
  }

  @Override
  public boolean await(Attempt attempt, long nanos, Spin spin) throws InterruptedException {
    return doorbell().await(attempt, nanos, spin);
  }

  @Override
  public void ring() {
    Doorbell made = doorbell;
    if (made != null) { // else nobody sleeps
      made.ring();
    }
  }

  @Override
  public Packing packing() {
    return new EncodedPacking(codec, doorbell().large());
  }

  @Override
  public int atFirst() {
    return AT_FIRST;
  }

  @Override
  public int atOnce() {
    return AT_ONCE;
  }

  @Override
  public Station recruit(int index, String name, Station.Events events) {
    return new ProcessStation(
        context, settings, codec, this::doorbell, name, index, events, first.getAndSet(null));
  }

  @Override
  public synchronized void close() {
    Child unused = first.getAndSet(null);
    if (unused != null) {
      unused.abandon();
    }
    closed = true;
    if (doorbell != null) {
      doorbell.close();
    }
  }
}
