package io.mp4j.runtime.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a child has said and is still on its way when the child is gone: frames, and output.
 *
 * <p>It gets a limited time, since a program that the child started may keep its streams open. Only
 * time in which nothing has arrived counts: who handles lines may take as long as it likes for all
 * of them. Yet not for one: it might be waiting for the end of this very child.
 */
final class Remainder {
  /** How long something that is on its way is waited for. */
  private static final Duration ARRIVAL = Duration.ofSeconds(2);

  /** How long a handler of lines may take for one line. */
  private static final Duration LINE = Duration.ofSeconds(10);

  /** Short, so that next to nothing of the time is counted in which this process was stopped. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final CompletableFuture<Void> all;
  private final OutputWiring output;

  Remainder(CompletableFuture<Void> linkClosed, OutputWiring output) {
    this.all = CompletableFuture.allOf(linkClosed, output.done());
    this.output = output;
  }

  /** Waits until everything has arrived and was passed on, or that takes too long. */
  void await() {
    Duration arriving = Duration.ZERO;
    Duration handling = Duration.ZERO;
    int handled = output.handled();
    while (arriving.compareTo(ARRIVAL) < 0 && handling.compareTo(LINE) < 0 && !isThere()) {
      int before = handled;
      handled = output.handled();
      if (!output.holds()) {
        arriving = arriving.plus(LOOK);
      }
      handling = output.holds() && handled == before ? handling.plus(LOOK) : Duration.ZERO;
    }
  }

  private boolean isThere() {
    try {
      all.get(LOOK.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | InterruptedException e) { // neither ever fails or interrupts
      return true;
    }
  }
}
