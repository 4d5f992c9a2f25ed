package io.mp4j.examples.mandelbrot;

/** Colours that run into each other: night, sky, snow, gold and back. */
final class Palette {
  private static final int[][] STOPS = {
    {0, 7, 100}, {32, 107, 203}, {237, 255, 255}, {255, 170, 0}, {70, 8, 48}, {0, 7, 100}
  };

  /** Steps grow towards the edge of the set; their root keeps the bands from crowding there. */
  private static final double TURNS = 0.12;

  private static final int BLACK = 0;

  private Palette() {}

  static int colour(double steps) {
    if (steps < 0) {
      return BLACK;
    }
    double turn = Math.sqrt(steps) * TURNS;
    double at = (turn - Math.floor(turn)) * (STOPS.length - 1);
    int stop = (int) at;
    double share = smooth(at - stop);
    return channel(stop, 0, share) << 16 | channel(stop, 1, share) << 8 | channel(stop, 2, share);
  }

  private static int channel(int stop, int channel, double share) {
    int from = STOPS[stop][channel];
    int to = STOPS[stop + 1][channel];
    return (int) Math.round(from + (to - from) * share);
  }

  private static double smooth(double share) {
    return share * share * (3 - 2 * share);
  }
}
