package io.mp4j.runtime.worker;

import io.mp4j.function.Action0;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.lane.Doorbell;
import io.mp4j.ipc.lane.Lane;
import io.mp4j.runtime.child.Self;
import io.mp4j.runtime.child.Uplink;
import io.mp4j.runtime.shared.Membership;
import io.mp4j.spi.PoolSettings;
import java.io.Serial;

/** What a worker runs: its initializer, its tasks, its finalizer. */
public final class WorkerMain implements Action0 {
  @Serial private static final long serialVersionUID = 1L;

  /** What it is told. */
  private final WorkerOrders orders;

  private WorkerMain(WorkerOrders orders) {
    this.orders = orders;
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
  public void run() throws Exception {
    Uplink uplink =
        Uplink.current().orElseThrow(() -> new IllegalStateException("not a child process"));
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
      uplink.send(Frame.of(FrameType.READY));
      loop.run();
      worker.end(orders.finalizer());
    }
    // Threads that tasks have left behind must not keep a worker.
    System.exit(0);
  }
}
