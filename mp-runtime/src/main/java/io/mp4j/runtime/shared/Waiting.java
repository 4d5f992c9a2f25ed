package io.mp4j.runtime.shared;

import io.mp4j.Waitable;
import io.mp4j.ipc.park.AnySpot;
import io.mp4j.ipc.park.Parking;
import io.mp4j.ipc.park.ParkingSpot;
import io.mp4j.runtime.event.Milestone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Waits for whichever of several is ready first. */
final class Waiting {
  private Waiting() {}

  static List<Waitable> any(Collection<? extends Waitable> waitables, Optional<Duration> timeout)
      throws InterruptedException {
    List<Waitable> all = List.copyOf(waitables);
    if (all.isEmpty() && timeout.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to wait for");
    }
    List<ParkingSpot> spots = new ArrayList<>();
    List<CompletableFuture<?>> events = new ArrayList<>();
    for (Waitable each : all) {
      if (each instanceof SharedConnection<?> connection) {
        spots.add(connection.waitable().state().filled());
      } else if (each instanceof Milestone<?> milestone) {
        events.add(milestone.future());
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
    try (ChannelWatch watch = ChannelWatch.of(all)) {
      events.add(watch.ready());
      if (spots.isEmpty()) {
        awaitEvents(events, nanos);
        return ready(all);
      }
      return awaitAll(all, spots, events, nanos);
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

  private static List<Waitable> awaitAll(
      List<Waitable> all, List<ParkingSpot> spots, List<CompletableFuture<?>> events, long nanos)
      throws InterruptedException {
    AtomicReference<List<Waitable>> found = new AtomicReference<>(List.of());
    boolean unused =
        AnySpot.await(
            spots,
            events,
            () -> {
              found.set(ready(all));
              return !found.get().isEmpty();
            },
            nanos);
    return found.get();
  }

  private static List<Waitable> ready(List<Waitable> all) {
    return all.stream().filter(Waitable::isReady).toList();
  }
}
