package io.mp4j.runtime.shared;

import io.mp4j.Waitable;
import io.mp4j.ipc.park.AnySpot;
import io.mp4j.ipc.park.Parking;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.runtime.event.Watched;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for whichever of several is ready first. */
public final class Waiting {
  private Waiting() {}

  /**
   * Makes something to wait for of a channel.
   *
   * @param channel the channel
   * @return ready when the channel can be read, or accepts, without waiting
   */
  public static Waitable channel(SelectableChannel channel) {
    return new ReadyChannel(channel);
  }

  /**
   * Waits until something is ready, or the time is up.
   *
   * @param waitables what to wait for
   * @param timeout how long to wait; empty for as long as it takes
   * @return those that are ready, in the order given
   * @throws InterruptedException when the thread is interrupted
   */
  public static List<Waitable> any(
      Collection<? extends Waitable> waitables, Optional<Duration> timeout)
      throws InterruptedException {
    List<Waitable> all = List.copyOf(waitables);
    if (all.isEmpty() && timeout.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to wait for");
    }
    List<ParkingSpot> spots = new ArrayList<>();
    List<Watched> watched = new ArrayList<>();
    for (Waitable each : all) {
      if (each instanceof SharedConnection<?> connection) {
        spots.add(connection.waitable().state().filled());
      } else if (each instanceof Watched changing) {
        watched.add(changing);
      } else if (!(each instanceof ReadyChannel)) {
        throw new IllegalArgumentException(
            "connections, sentinels and channels can be awaited together: " + each);
      }
    }
    long nanos = timeout.map(Parking::nanos).orElse(Long.MAX_VALUE);
    List<Waitable> ready = ready(all);
    if (!ready.isEmpty() || nanos == 0) {
      return ready;
    }
    return awaitAll(all, spots, watched, nanos);
  }

  /**
   * Others may take what was ready: then it goes on. Nothing of it stays with what it waited for.
   */
  private static List<Waitable> awaitAll(
      List<Waitable> all, List<ParkingSpot> spots, List<Watched> watched, long nanos)
      throws InterruptedException {
    long deadline = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
    while (true) {
      CompletableFuture<Void> change = new CompletableFuture<>();
      Runnable watcher = () -> change.complete(null);
      watched.forEach(each -> each.watch(watcher));
      try (ChannelWatch watch = ChannelWatch.of(all)) {
        List<Waitable> ready = ready(all);
        long left =
            deadline == Long.MAX_VALUE ? deadline : Math.max(0, deadline - System.nanoTime());
        if (!ready.isEmpty() || left == 0) {
          return ready;
        }
        List<CompletableFuture<?>> changes = List.of(change, watch.ready());
        if (spots.isEmpty()) {
          awaitEvents(changes, left);
        } else {
          awaitSpots(all, spots, changes, change::isDone, left);
        }
      } finally {
        watched.forEach(each -> each.unwatch(watcher));
      }
    }
  }

  /** Needs no shared memory. */
  private static void awaitEvents(List<CompletableFuture<?>> events, long nanos)
      throws InterruptedException {
    try {
      Object unused =
          CompletableFuture.anyOf(events.toArray(new CompletableFuture<?>[0]))
              .get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // nothing is ready then
    } catch (ExecutionException e) {
      throw new IllegalStateException("what was awaited cannot be awaited any more", e.getCause());
    }
  }

  private static void awaitSpots(
      List<Waitable> all,
      List<ParkingSpot> spots,
      List<CompletableFuture<?>> events,
      BooleanSupplier changed,
      long nanos)
      throws InterruptedException {
    boolean unused =
        AnySpot.await(spots, events, () -> changed.getAsBoolean() || !ready(all).isEmpty(), nanos);
  }

  private static List<Waitable> ready(List<Waitable> all) {
    return all.stream().filter(Waitable::isReady).toList();
  }
}
