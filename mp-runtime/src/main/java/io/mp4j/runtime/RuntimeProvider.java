package io.mp4j.runtime;

import io.mp4j.Context;
import io.mp4j.CurrentProcess;
import io.mp4j.ParentProcess;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.Worker;
import io.mp4j.function.Action0;
import io.mp4j.runtime.child.Self;
import io.mp4j.runtime.child.Uplink;
import io.mp4j.runtime.exit.ExitSequence;
import io.mp4j.runtime.pool.WorkerPool;
import io.mp4j.runtime.process.ChildProcess;
import io.mp4j.runtime.shared.SharedObjects;
import io.mp4j.runtime.worker.CurrentWorker;
import io.mp4j.spi.MpProvider;
import io.mp4j.spi.PoolSettings;
import io.mp4j.spi.SharedProvider;
import java.util.List;
import java.util.Optional;

/** The implementation of the API by child JVMs; found by the service loader. */
public final class RuntimeProvider implements MpProvider {
  private final SharedObjects shared = new SharedObjects();

  /** Called by the service loader. */
  public RuntimeProvider() {}

  @Override
  public Process process(Context context, Action0 target) {
    return ChildProcess.ofUser(context, target);
  }

  @Override
  public Pool pool(Context context, PoolSettings settings) {
    return WorkerPool.ofProcesses(context, settings);
  }

  @Override
  public SharedProvider shared() {
    return shared;
  }

  @Override
  public CurrentProcess currentProcess() {
    return Self.current();
  }

  @Override
  public Optional<ParentProcess> parentProcess() {
    return Uplink.current().map(Uplink::parent);
  }

  @Override
  public Optional<Worker> worker() {
    return CurrentWorker.current();
  }

  @Override
  public List<Process> activeChildren() {
    return ChildProcess.living();
  }

  @Override
  public void atExit(int priority, Action0 handler) {
    ExitSequence.addHandler(priority, handler);
  }
}
