package io.mp4j.examples.mandelbrot;

/**
 * A part of the complex plane, and the picture that shows it.
 *
 * @param width pixels in a row
 * @param height rows
 * @param real the middle, its real part
 * @param imaginary the middle, its imaginary part
 * @param span how much of the plane the width shows
 */
record View(int width, int height, double real, double imaginary, double span) {
  private static final int MOST_STEPS = 3000;

  /** Beyond this a point never returns; far out, so that the count can be made smooth. */
  private static final double ESCAPED = 1 << 16;

  /** How many points in each direction make a pixel. */
  private static final int POINTS = 2;

  /** A spiral in the valley between the heart and the circle. */
  static View ofTheValley(int width, int height) {
    return new View(width, height, -0.74345, 0.13127, 0.0026);
  }

  /** Gives the colour of a pixel, as the mean of several points in it. */
  int colour(int x, int y) {
    double red = 0;
    double green = 0;
    double blue = 0;
    for (int row = 0; row < POINTS; row++) {
      for (int column = 0; column < POINTS; column++) {
        double inX = (column + 0.5) / POINTS;
        double inY = (row + 0.5) / POINTS;
        int colour = Palette.colour(steps(x + inX, y + inY));
        red += colour >> 16 & 0xff;
        green += colour >> 8 & 0xff;
        blue += colour & 0xff;
      }
    }
    double points = POINTS * POINTS;
    return (int) (red / points) << 16 | (int) (green / points) << 8 | (int) (blue / points);
  }

  /** Counts the steps until the point escapes, with a fraction; -1 when it stays. */
  private double steps(double x, double y) {
    double scale = span / width;
    double a = real + (x - width / 2.0) * scale;
    double b = imaginary - (y - height / 2.0) * scale;
    double re = 0;
    double im = 0;
    double re2 = 0;
    double im2 = 0;
    for (int step = 0; step < MOST_STEPS; step++) {
      im = 2 * re * im + b;
      re = re2 - im2 + a;
      re2 = re * re;
      im2 = im * im;
      if (re2 + im2 > ESCAPED) {
        double fraction = Math.log(Math.log(re2 + im2) / 2) / Math.log(2);
        return Math.max(0, step + 1 - fraction);
      }
    }
    return -1;
  }
}
