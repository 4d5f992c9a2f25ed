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

  Result run(Row row) throws Exception {
    try (Side ours = row.ours().open();
        Side theirs = opponent.open(row)) {
      if (row.isSingle()) {
        takeTurns(ours, theirs, scale.firstSteps(), Duration.ZERO);
        return takeTurns(ours, theirs, scale.singleSteps(), Duration.ZERO).of(row, ours.remark());
      }
      warmUp(ours, scale.warmUp().multipliedBy(row.warmUps()), row.unit());
      warmUp(theirs, scale.warmUpPython().multipliedBy(row.warmUps()), row.unit());
      return takeTurns(ours, theirs, scale.rounds(), scale.round()).of(row, ours.remark());
    }
  }

  private record Numbers(List<Double> ours, List<Double> theirs) {
    Result of(Row row, String remark) {
      return Result.of(row, Sample.of(ours), Sample.of(theirs), remark);
    }
  }

  /** Whose turn is first changes from round to round, so that a trend of the machine evens out. */
  private static Numbers takeTurns(Side ours, Side theirs, int rounds, Duration duration)
      throws Exception {
    Numbers numbers = new Numbers(new ArrayList<>(), new ArrayList<>());
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        numbers.ours.add(ours.measure(duration));
      }
      numbers.theirs.add(theirs.measure(duration));
      if (round % 2 == 1) {
        numbers.ours.add(ours.measure(duration));
      }
    }
    return numbers;
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
