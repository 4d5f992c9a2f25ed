package io.mp4j.examples.mandelbrot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;

/** The file that the picture goes to. */
record PictureFile(Path path) {
  /** Tells why nothing could be written there, before the work is done; null when it can be. */
  String problem() {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null || Files.isDirectory(path)) {
      return "it is a directory";
    }
    if (!Files.isDirectory(directory)) {
      return "no such directory: " + directory;
    }
    boolean existed = Files.exists(path);
    try (OutputStream probe =
        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      probe.flush();
    } catch (IOException e) {
      return e.toString();
    }
    return existed ? null : removeAgain();
  }

  private String removeAgain() {
    try {
      Files.delete(path);
      return null;
    } catch (IOException e) {
      return e.toString();
    }
  }

  void write(BufferedImage image) throws IOException {
    try (OutputStream out = Files.newOutputStream(path)) {
      ImageIO.setUseCache(false);
      if (!ImageIO.write(image, "png", out)) {
        throw new IOException("this JDK writes no PNG");
      }
    } catch (IIOException e) { // which only says that something went wrong
      throw e.getCause() instanceof IOException cause ? cause : e;
    }
  }
}
