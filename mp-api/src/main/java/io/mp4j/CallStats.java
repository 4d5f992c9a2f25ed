package io.mp4j;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a call of a pool has come.
 *
 * @param id tells the calls of a pool apart; they count up
 * @param total how many items there will be; empty while the input has not been read to its end
 * @param succeeded how many items have a result
 * @param failed how many items have failed
 * @param running how many items workers work on
 * @param queued how many items have been read and wait
 * @param elapsed how long ago the call began
 * @param ended whether it is done, or was given up
 */
public record CallStats(
    long id,
    OptionalLong total,
    long succeeded,
    long failed,
    long running,
    long queued,
    Duration elapsed,
    boolean ended) {
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Returns how many items have an outcome.
   *
   * @return succeeded and failed ones
   */
  public long done() {
    return succeeded + failed;
  }

  /**
   * Returns how fast the call has been so far.
   *
   * @return items with an outcome for each second since it began; 0 before the first
   */
  public double rate() {
    return done() == 0 ? 0 : done() * NANOS_PER_SECOND / Math.max(1, elapsed.toNanos());
  }

  /**
   * Estimates how long the rest will take, at the rate so far.
   *
   * @return empty while the total is not known, or nothing is done
   */
  public Optional<Duration> remaining() {
    if (total.isEmpty() || done() == 0) {
      return Optional.empty();
    }
    double seconds = (total.getAsLong() - done()) / rate();
    return Optional.of(Duration.ofNanos((long) (seconds * NANOS_PER_SECOND)));
  }
}
