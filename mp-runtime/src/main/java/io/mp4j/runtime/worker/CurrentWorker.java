package io.mp4j.runtime.worker;

import io.mp4j.Worker;
import io.mp4j.function.Action0;
import io.mp4j.function.Function0;
import java.util.Optional;

/** The worker that this process is, as its tasks see it. */
public final class CurrentWorker implements Worker {
  private static volatile CurrentWorker current;

  /** Of workers that are threads, and of threads that their tasks start. */
  private static final ThreadLocal<CurrentWorker> OF_THREAD = new InheritableThreadLocal<>();

  private final int index;
  private final String name;
  private final boolean hasState;
  private final Object state;

  private CurrentWorker(int index, String name, Function0<?> factory) throws Exception {
    this.index = index;
    this.name = name;
    this.hasState = factory != null;
    this.state = hasState ? factory.call() : null;
  }

  /** Makes the object of the worker, which is code of users. */
  static CurrentWorker become(String name, WorkerOrders orders) throws Exception {
    current = new CurrentWorker(orders.index(), name, orders.state());
    return current;
  }

  /**
   * Makes the calling thread a worker, and its object, which is code of users.
   *
   * @param name its name
   * @param index its place in the pool
   * @param factory makes the object; null for none
   * @return the worker
   * @throws Exception what the factory throws
   */
  public static CurrentWorker becomeThread(String name, int index, Function0<?> factory)
      throws Exception {
    CurrentWorker worker = new CurrentWorker(index, name, factory);
    OF_THREAD.set(worker);
    return worker;
  }

  /**
   * Returns the worker that runs the calling code.
   *
   * @return the worker; empty in other code
   */
  public static Optional<Worker> current() {
    CurrentWorker ofThread = OF_THREAD.get();
    return Optional.ofNullable(ofThread != null ? ofThread : current);
  }

  /**
   * Closes the object and runs the finalizer; neither keeps the other from running.
   *
   * @param finalizer what is run last; null for nothing
   */
  public void end(Action0 finalizer) {
    if (state instanceof AutoCloseable closeable) {
      runLast(closeable::close);
    }
    if (finalizer != null) {
      runLast(finalizer);
    }
  }

  /** There is nobody left to be told but who reads the standard error. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  private static void runLast(Action0 action) {
    try {
      action.run();
    } catch (Throwable e) { // code of users
      e.printStackTrace();
    }
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public <S> S state(Class<S> type) {
    if (!hasState) {
      throw new IllegalStateException(
          "the pool was built without a state for its workers; see Pool.Builder.state: " + name);
    }
    return type.cast(state);
  }

  @Override
  public String toString() {
    return name + "[index=" + index + "]";
  }
}
