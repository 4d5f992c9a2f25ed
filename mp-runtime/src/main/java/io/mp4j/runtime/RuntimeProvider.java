package io.mp4j.runtime;

import io.mp4j.Context;
import io.mp4j.CurrentProcess;
import io.mp4j.ParentProcess;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.Waitable;
import io.mp4j.Worker;
import io.mp4j.function.Action0;
import io.mp4j.runtime.child.Self;
import io.mp4j.runtime.child.Uplink;
import io.mp4j.runtime.exit.ExitSequence;
import io.mp4j.runtime.pool.WorkerPool;
import io.mp4j.runtime.process.ChildProcess;
import io.mp4j.runtime.shared.SharedObjects;
import io.mp4j.runtime.shared.Waiting;
import io.mp4j.runtime.threads.ThreadProvider;
import io.mp4j.runtime.threads.ThreadSelf;
import io.mp4j.runtime.worker.CurrentWorker;
import io.mp4j.spi.ContextProvider;
import io.mp4j.spi.MpProvider;
import io.mp4j.spi.PoolSettings;
import io.mp4j.spi.SharedProvider;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The implementation of the API by child JVMs; found by the service loader. */
public final class RuntimeProvider implements MpProvider {
  private final ThreadProvider threads = new ThreadProvider();

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
  public CompletableFuture<Void> prewarm(Context context, int count) {
    return ChildProcess.prewarm(context, count);
  }

  @Override
  public SharedProvider shared(Context context) {
    return new SharedObjects(context.travelSettings());
  }

  @Override
  public ContextProvider threads() {
    return threads;
  }

  @Override
  public CurrentProcess currentProcess() {
    return ThreadSelf.current().<CurrentProcess>map(self -> self).orElseGet(Self::current);
  }

  @Override
  public Optional<ParentProcess> parentProcess() {
    return ThreadSelf.current()
        .map(ThreadSelf::parent)
        .or(() -> Uplink.current().map(Uplink::parent));
  }

  @Override
  public Optional<Worker> worker() {
    return CurrentWorker.current();
  }

  @Override
  public List<Process> activeChildren() {
    List<Process> children = new ArrayList<>();
    if (ThreadSelf.current().isEmpty()) {
      children.addAll(ChildProcess.living()); // they are this JVM's
    }
    children.addAll(ThreadProvider.living());
    return children;
  }

  @Override
  public List<Waitable> waitAny(
      Collection<? extends Waitable> waitables, Optional<Duration> timeout)
      throws InterruptedException {
    return Waiting.any(waitables, timeout);
  }

  @Override
  public Waitable waitable(SelectableChannel channel) {
    return Waiting.channel(channel);
  }

  @Override
  public void atExit(int priority, Action0 handler) {
    ExitSequence.addHandler(priority, handler);
  }
}
