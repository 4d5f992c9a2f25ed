package io.mp4j.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Lets both sides of a row have their turns, and takes the medians. */
final class Comparison {
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
      ours.measure(scale.warmUp());
      theirs.measure(scale.warmUpPython());
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
}
