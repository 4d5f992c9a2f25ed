package io.mp4j.spi;

import io.mp4j.CurrentProcess;
import io.mp4j.MpException;
import io.mp4j.ParentProcess;
import io.mp4j.Process;
import io.mp4j.Waitable;
import io.mp4j.Worker;
import io.mp4j.function.Action0;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Makes the objects of the API. One implementation serves a whole JVM; what it makes itself is for
 * child JVMs.
 */
public interface MpProvider extends ContextProvider {
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
   * Returns what makes the objects of {@link io.mp4j.Mp#threads()}.
   *
   * @return the provider for threads of this JVM
   */
  ContextProvider threads();

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

  /**
   * Waits until something is ready.
   *
   * @param waitables what to wait for
   * @param timeout how long to wait; empty for as long as it takes
   * @return those that are ready, in the order given
   * @throws InterruptedException when the thread is interrupted
   */
  List<Waitable> waitAny(Collection<? extends Waitable> waitables, Optional<Duration> timeout)
      throws InterruptedException;

  /**
   * Makes something to wait for of a channel.
   *
   * @param channel the channel
   * @return ready when the channel can be read, or accepts, without waiting
   */
  Waitable waitable(SelectableChannel channel);
}
