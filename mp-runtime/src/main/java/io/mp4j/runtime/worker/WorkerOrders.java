package io.mp4j.runtime.worker;

import io.mp4j.function.Action0;
import io.mp4j.function.Function0;
import java.io.Serializable;

/**
 * What a worker is told at its launch.
 *
 * @param index its place in the pool
 * @param lane the name of its lane
 * @param doorbell the name of the pool's doorbell
 * @param initializer what it runs first; null for nothing
 * @param finalizer what it runs last; null for nothing
 * @param state makes its object; null for none
 * @param mostLiveHeap how many bytes its heap may hold after a garbage collection
 */
record WorkerOrders(
    int index,
    String lane,
    String doorbell,
    Action0 initializer,
    Action0 finalizer,
    Function0<?> state,
    long mostLiveHeap)
    implements Serializable {
  /** Returns them in the order in which they are declared. */
  Object[] parts() {
    return new Object[] {index, lane, doorbell, initializer, finalizer, state, mostLiveHeap};
  }

  /** Puts them together again. */
  static WorkerOrders of(Object[] parts) {
    return new WorkerOrders(
        (int) parts[0],
        (String) parts[1],
        (String) parts[2],
        (Action0) parts[3],
        (Action0) parts[4],
        (Function0<?>) parts[5],
        (long) parts[6]);
  }
}
