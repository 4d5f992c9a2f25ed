package io.mp4j.examples.mandelbrot;

import io.mp4j.Mp;

/**
 * What a worker makes of a tile.
 *
 * @param tile which one
 * @param colours its pixels, row by row
 * @param worker which worker it was
 */
record RenderedTile(Tile tile, int[] colours, int worker) {
  static RenderedTile of(View view, Tile tile) {
    int[] colours = new int[tile.width() * tile.height()];
    for (int i = 0; i < colours.length; i++) {
      int x = tile.left() + i % tile.width();
      int y = tile.top() + i / tile.width();
      colours[i] = view.colour(x, y);
    }
    return new RenderedTile(tile, colours, Mp.worker().index());
  }
}
