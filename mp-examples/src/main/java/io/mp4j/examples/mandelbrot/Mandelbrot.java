package io.mp4j.examples.mandelbrot;

import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.progress.ProgressBars;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Renders a part of the Mandelbrot set in tiles by a pool, with a bar on the terminal. */
public final class Mandelbrot {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})x([1-9][0-9]{0,5})");
  private static final String USUAL_SIZE = "1920x1080";
  private static final long MOST_PIXELS = 40_000_000;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Mandelbrot() {}

  /**
   * Runs the example.
   *
   * @param args the file, and perhaps the size of the picture
   * @throws InterruptedException when the thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    System.setProperty("java.awt.headless", "true");
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: mandelbrot FILE.png [WIDTHxHEIGHT]");
      System.exit(USAGE);
    }
    View view = view(args.length == 2 ? args[1] : USUAL_SIZE);
    PictureFile file = file(args[0]);
    try {
      render(view, file, Math.max(2, Mp.cpuCount()));
    } catch (IOException e) {
      fail(FAILED, "cannot write " + file.path() + ": " + e);
    }
  }

  private static View view(String size) {
    Matcher numbers = SIZE.matcher(size);
    if (!numbers.matches()) {
      fail(USAGE, "a size is like " + USUAL_SIZE + ": " + size);
    }
    int width = Integer.parseInt(numbers.group(1));
    int height = Integer.parseInt(numbers.group(2));
    if ((long) width * height > MOST_PIXELS) {
      fail(USAGE, String.format("a picture has at most %,d pixels: %s", MOST_PIXELS, size));
    }
    return View.ofTheValley(width, height);
  }

  private static PictureFile file(String name) {
    try {
      PictureFile file = new PictureFile(Path.of(name));
      String problem = file.problem();
      if (problem != null) {
        fail(USAGE, "cannot write " + name + ": " + problem);
      }
      return file;
    } catch (InvalidPathException e) {
      fail(USAGE, "cannot write " + name + ": " + e.getMessage());
      throw e;
    }
  }

  private static void fail(int exitCode, String problem) {
    System.err.println("mandelbrot: " + problem);
    System.exit(exitCode);
  }

  private static void render(View view, PictureFile file, int workers)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<RenderedTile> tiles;
    // Closed before anything is printed: by then the bar has been drawn for the last time.
    try (Pool pool = Mp.pool(workers)) {
      // One by one, since tiles differ much in what they cost.
      tiles =
          pool.withProgress(ProgressBars.on("rendering"))
              .map(tile -> RenderedTile.of(view, tile), Tile.of(view), 1);
    }
    double seconds = (System.nanoTime() - start) / 1e9;

    BufferedImage image =
        new BufferedImage(view.width(), view.height(), BufferedImage.TYPE_INT_RGB);
    int[] tilesOfEach = new int[workers];
    for (RenderedTile each : tiles) {
      Tile tile = each.tile();
      image.setRGB(
          tile.left(), tile.top(), tile.width(), tile.height(), each.colours(), 0, tile.width());
      tilesOfEach[each.worker()]++;
    }
    file.write(image);

    System.out.printf("picture  %d x %d in %s%n", view.width(), view.height(), file.path());
    System.out.printf("bytes    %,d%n", Files.size(file.path()));
    System.out.printf("tiles    %,d, by worker: %s%n", tiles.size(), Arrays.toString(tilesOfEach));
    System.out.printf("elapsed  %.2f s with %d workers, their start included%n", seconds, workers);
  }
}
