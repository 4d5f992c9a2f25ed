package io.mp4j.runtime.archive;

import io.mp4j.ipc.directory.OwnerOnly;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Removes from the cache what was begun and not finished, and archives that nobody uses. */
final class Scratch {
  /** In the names of files that are not finished. */
  static final String SUFFIX = ".tmp";

  private static final Duration UNUSED = Duration.ofDays(30);

  /** A maker may wait so long for its turn. */
  private static final Duration ABANDONED = Duration.ofMinutes(10);

  private static final int MOST = 20;

  private Scratch() {}

  /** Sweeps; the caller holds the lock of the directory, so that nobody else makes anything. */
  static void sweep(Path directory, Instant now) throws IOException {
    Map<Path, Instant> notes = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        try {
          sweep(file, now, notes);
        } catch (IOException goneMeanwhile) {
          // arguments of another maker, which removes them when it ends
        }
      }
    }
    List<Path> latestFirst = new ArrayList<>(notes.keySet());
    latestFirst.sort(Comparator.comparing(notes::get).reversed());
    for (int i = 0; i < latestFirst.size(); i++) {
      Path note = latestFirst.get(i);
      if (i >= MOST || notes.get(note).isBefore(now.minus(UNUSED))) {
        deleteWithItsArchive(note);
      }
    }
  }

  private static void sweep(Path file, Instant now, Map<Path, Instant> notes) throws IOException {
    String name = file.getFileName().toString();
    Instant time = Files.getLastModifiedTime(file).toInstant();
    if (name.contains(SUFFIX) && time.isBefore(now.minus(ABANDONED))) {
      delete(file);
    } else if (name.endsWith(Archive.REFUSED) && time.isBefore(now.minus(UNUSED))) {
      Files.deleteIfExists(file);
    } else if (name.endsWith(Archive.NOTE)) {
      notes.put(file, time);
    }
  }

  private static void deleteWithItsArchive(Path note) throws IOException {
    String name = note.getFileName().toString();
    String key = name.substring(0, name.length() - Archive.NOTE.length());
    new Archive(note.getParent(), key).delete();
  }

  /**
   * Makes room for what JVMs write: a directory, so that one that comes up late cannot write any
   * more when it is gone.
   */
  static Path begin(Path directory, String key) throws IOException {
    Path scratch = directory.resolve(key + SUFFIX);
    OwnerOnly.createDirectory(scratch);
    return scratch;
  }

  /** Removes the files of one attempt. */
  static void delete(Path directory, String key) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, key + SUFFIX + "*")) {
      for (Path file : files) {
        delete(file);
      }
    }
  }

  private static void delete(Path file) throws IOException {
    while (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> within = Files.newDirectoryStream(file)) {
        for (Path each : within) {
          Files.deleteIfExists(each);
        }
        Files.deleteIfExists(file);
      } catch (DirectoryNotEmptyException meanwhile) {
        // somebody has written since
      }
    }
    Files.deleteIfExists(file);
  }
}
