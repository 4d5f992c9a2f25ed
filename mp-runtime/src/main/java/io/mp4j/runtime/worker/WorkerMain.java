package io.mp4j.runtime.worker;

import io.mp4j.function.Action0;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Composed;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.lane.Doorbell;
import io.mp4j.ipc.lane.Lane;
import io.mp4j.runtime.child.Self;
import io.mp4j.runtime.child.Uplink;
import io.mp4j.runtime.event.Trace;
import io.mp4j.runtime.shared.Membership;
import io.mp4j.spi.PoolSettings;

/** What a worker runs: its initializer, its tasks, its finalizer. */
public final class WorkerMain implements Action0, Composed {
  private static final long serialVersionUID = 1L;

  static {
    Composed.by(WorkerMain.class, new FromOrders());
  }

  private final WorkerOrders orders;

  private WorkerMain(WorkerOrders orders) {
    this.orders = orders;
  }

  /** No lambda: see {@link Composed}. */
  private static final class FromOrders implements Composer {
    @Override
    public Composed compose(Object[] parts) {
      return new WorkerMain(WorkerOrders.of(parts));
    }
  }

  /**
   * Makes the target of a worker.
   *
   * @param index its place in the pool
   * @param lane the name of its lane
   * @param doorbell the name of the pool's doorbell
   * @param settings the settings of the pool
   * @return what its process runs
   */
  public static Action0 target(int index, String lane, String doorbell, PoolSettings settings) {
    return new WorkerMain(
        new WorkerOrders(
            index,
            lane,
            doorbell,
            settings.initializer(),
            settings.finalizer(),
            settings.state(),
            settings.mostLiveHeap()));
  }

  @Override
  public Object[] parts() {
    return orders.parts();
  }

  /** To return is quicker than to exit, which from Java 21 on looks for a logger first. */
  private static boolean leavesThreads() {
    Thread[] threads = new Thread[Thread.activeCount() + 1];
    int count = Thread.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (!threads[i].isDaemon() && threads[i] != Thread.currentThread()) {
        return true;
      }
    }
    return count == threads.length; // there are more
  }

  @Override
  public void run() throws Exception {
    Uplink uplink = Uplink.current().orElseThrow();
    Membership.begin();
    try (Lane lane = Lane.open(orders.lane());
        Doorbell doorbell = Doorbell.open(orders.doorbell())) {
      if (orders.initializer() != null) {
        orders.initializer().run();
      }
      CurrentWorker worker = CurrentWorker.become(Self.current().name(), orders);
      Codec codec = new Codec(Thread.currentThread().getContextClassLoader());
      TaskLoop loop = new TaskLoop(lane, doorbell, codec, uplink, orders.mostLiveHeap());
      uplink.listen(loop::onFrame);
      Trace.step("worker ready");
      uplink.send(Frame.of(FrameType.READY));
      loop.run();
      worker.end(orders.finalizer());
    }
    if (leavesThreads()) {
      System.exit(0); // they must not keep a worker
    }
  }
}
