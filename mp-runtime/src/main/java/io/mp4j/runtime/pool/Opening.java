package io.mp4j.runtime.pool;

import io.mp4j.runtime.event.Timer;
import java.time.Duration;

/**
 * How far a pool has come since its beginning: its first workers come up one after the other, so
 * that the results of the first do not wait for the last. Under the scheduler's lock.
 */
final class Opening {
  /**
   * Between the first worker that is up and the launch of as many as may come up at once: a pool
   * that has little to do is through by then, the sooner the less there is beside it.
   */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(40);

  /** Until more are launched than that: the results of the first ones come first. */
  private static final Duration SECOND_PAUSE = Duration.ofMillis(100);

  private enum Stage {
    NOBODY_IS_UP,
    ONE_IS_UP,
    /** The first pause is over: as many come up as may at once. */
    SOME_MAY_COME,
    /** The second is, too: as many come up beside those that are there. */
    ALL_MAY_COME
  }

  private final Employer employer;
  private Stage stage = Stage.NOBODY_IS_UP;

  Opening(Employer employer) {
    this.employer = employer;
  }

  /**
   * A worker is up.
   *
   * @param pauseIsOver is called without the lock at the end of each pause after the first
   */
  void oneIsUp(Runnable pauseIsOver) {
    if (stage == Stage.NOBODY_IS_UP) {
      stage = Stage.ONE_IS_UP;
      Timer.schedule(FIRST_PAUSE, pauseIsOver);
      Timer.schedule(SECOND_PAUSE, pauseIsOver);
    }
  }

  /** The next stage begins. */
  void pauseIsOver() {
    stage = stage == Stage.ONE_IS_UP ? Stage.SOME_MAY_COME : Stage.ALL_MAY_COME;
  }

  /**
   * Tells how many more workers may be launched now.
   *
   * @param places how many there are, with those that come up
   * @param comingUp how many of them are not up yet
   */
  int room(int places, int comingUp) {
    int atOnce = stage.compareTo(Stage.SOME_MAY_COME) >= 0 ? employer.atOnce() : employer.atFirst();
    return atOnce - (stage == Stage.ALL_MAY_COME ? comingUp : places);
  }
}
