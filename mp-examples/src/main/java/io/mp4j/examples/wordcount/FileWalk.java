package io.mp4j.examples.wordcount;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects the regular files below some paths, and what cannot be walked. */
final class FileWalk extends SimpleFileVisitor<Path> {
  private final List<Path> files = new ArrayList<>();
  private final List<FileCount> unreadable = new ArrayList<>();

  FileWalk(List<Path> roots) throws IOException {
    for (Path root : roots) {
      Files.walkFileTree(root, this);
    }
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
    long pid = ProcessHandle.current().pid();
    unreadable.add(new FileCount(file, 0, Map.of(), pid, "unreadable: " + e));
    return FileVisitResult.CONTINUE;
  }

  List<Path> files() {
    return files;
  }

  List<FileCount> unreadable() {
    return unreadable;
  }
}
