package io.mp4j.examples.mandelbrot;

import java.util.ArrayList;
import java.util.List;

/** A rectangle of the picture: what one task renders. */
record Tile(int left, int top, int width, int height) {
  private static final int SIDE = 64;

  static List<Tile> of(View view) {
    List<Tile> tiles = new ArrayList<>();
    for (int top = 0; top < view.height(); top += SIDE) {
      for (int left = 0; left < view.width(); left += SIDE) {
        int width = Math.min(SIDE, view.width() - left);
        int height = Math.min(SIDE, view.height() - top);
        tiles.add(new Tile(left, top, width, height));
      }
    }
    return tiles;
  }
}
