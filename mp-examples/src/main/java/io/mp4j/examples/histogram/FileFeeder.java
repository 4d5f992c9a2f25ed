package io.mp4j.examples.histogram;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Queue;

/** Adds the regular files that it visits to a queue. */
final class FileFeeder extends SimpleFileVisitor<Path> {
  private final Queue<Path> files;

  FileFeeder(Queue<Path> files) {
    this.files = files;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      files.add(file);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    System.err.println("cannot read " + file + ": " + e);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, IOException e) {
    return e == null ? FileVisitResult.CONTINUE : visitFileFailed(directory, e);
  }
}
