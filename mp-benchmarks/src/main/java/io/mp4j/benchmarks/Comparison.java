package io.mp4j.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lets both sides of a row have their turns, and takes the medians. */
final class Comparison {
  /** Less than this is noise. */
  private static final double NOTABLY = 1.05;

  private final Scale scale;
  private final Opponent opponent;

  Comparison(Scale scale, Opponent opponent) {
    this.scale = scale;
    this.opponent = opponent;
  }

  /** Whose turn is first changes from round to round, so that a trend of the machine evens out. */
  Result run(Row row) throws Exception {
    List<Double> numbersOfOurs = new ArrayList<>();
    List<Double> numbersOfTheirs = new ArrayList<>();
    try (Side ours = row.ours().open();
        Side theirs = opponent.open(row)) {
      warmUp(ours, scale.warmUp().multipliedBy(row.warmUps()), row.unit());
      warmUp(theirs, scale.warmUpPython().multipliedBy(row.warmUps()), row.unit());
      for (int round = 0; round < scale.rounds(); round++) {
        if (round % 2 == 0) {
          numbersOfOurs.add(ours.measure(scale.round()));
        }
        numbersOfTheirs.add(theirs.measure(scale.round()));
        if (round % 2 == 1) {
          numbersOfOurs.add(ours.measure(scale.round()));
        }
      }
    }
    return Result.of(row, Median.of(numbersOfOurs), Median.of(numbersOfTheirs));
  }

  /**
   * Works for a while, and on until two turns have not been better than the best so far: eight JVMs
   * on two processors take many seconds to be compiled.
   */
  private void warmUp(Side side, Duration least, Unit unit) throws Exception {
    double best = side.measure(least);
    int idle = 0;
    for (int turn = 0; turn < scale.mostWarmUpTurns() && idle < 2; turn++) {
      double now = side.measure(scale.round());
      if (unit.ratio(now, best) > NOTABLY) {
        best = now;
        idle = 0;
      } else {
        idle++;
      }
    }
  }
}
