package io.mp4j.spi;

import io.mp4j.Context;
import io.mp4j.CurrentProcess;
import io.mp4j.MpException;
import io.mp4j.ParentProcess;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.Worker;
import io.mp4j.function.Action0;
import java.util.List;
import java.util.Optional;

/** Makes the objects of the API. One implementation serves a whole JVM. */
public interface MpProvider {
  /**
   * Returns the implementation found beside the API.
   *
   * @return the provider
   * @throws MpException when the class path holds none
   */
  static MpProvider instance() {
    return ProviderHolder.get();
  }

  /**
   * Makes a process that has not been started.
   *
   * @param context its settings
   * @param target what it will run
   * @return the process
   */
  Process process(Context context, Action0 target);

  /**
   * Makes a pool and starts its workers.
   *
   * @param context the settings of its workers
   * @param settings the settings of the pool
   * @return the pool
   */
  Pool pool(Context context, PoolSettings settings);

  /**
   * Returns what makes shared objects.
   *
   * @return the maker
   */
  SharedProvider shared();

  /**
   * Returns this process.
   *
   * @return the process that asks
   */
  CurrentProcess currentProcess();

  /**
   * Returns the process that started this one.
   *
   * @return the parent; empty in the main process
   */
  Optional<ParentProcess> parentProcess();

  /**
   * Returns the worker that runs the calling task.
   *
   * @return the worker; empty in other code
   */
  Optional<Worker> worker();

  /**
   * Returns the children of this process that live.
   *
   * @return a copy
   */
  List<Process> activeChildren();

  /**
   * Registers code to run when this process ends.
   *
   * @param priority handlers of a higher priority run first
   * @param handler the code
   */
  void atExit(int priority, Action0 handler);
}
