package io.mp4j.runtime.archive;

import io.mp4j.ipc.directory.OwnerOnly;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * An archive in the cache, with a note of what it was when it was made: a JVM maps it without a
 * look at its contents, and crashes when they are damaged.
 *
 * <p>The note's time tells when the archive was used last. A third file says that it could not be
 * made, or that a child died of it.
 */
final class Archive {
  static final String NOTE = ".note";
  static final String REFUSED = ".refused";

  /** How long nobody tries again to make what could not be made. */
  private static final Duration REFUSAL = Duration.ofDays(1);

  private static final int BUFFER = 1 << 16;

  private final Path directory;
  private final String key;

  Archive(Path directory, String key) {
    this.directory = directory;
    this.key = key;
  }

  Path directory() {
    return directory;
  }

  String key() {
    return key;
  }

  Path file() {
    return directory.resolve(key + ArchiveOptions.SUFFIX);
  }

  private Path note() {
    return directory.resolve(key + NOTE);
  }

  private Path refusal() {
    return directory.resolve(key + REFUSED);
  }

  /**
   * Tells whether it is there, of this user's, and of the size and time that were noted.
   *
   * @param ours a file that is known to be this user's
   */
  boolean isThere(Path ours) {
    try {
      return CacheDirectory.isTrusted(ours, directory)
          && OwnerOnly.isWritableByOwnerOnly(ours, file())
          && OwnerOnly.isWritableByOwnerOnly(ours, note())
          && noted().get(0).startsWith(look(file()));
    } catch (IOException notThere) {
      return false;
    }
  }

  /** Tells whether its contents are what was noted; reads all of it. */
  boolean isIntact() {
    try {
      return noted().get(0).equals(look(file()) + checksum(file()));
    } catch (IOException notThere) {
      return false;
    }
  }

  /** Returns the program's classes that were to be in it; none when it is not there. */
  List<String> targets() {
    try {
      List<String> lines = noted();
      return lines.subList(1, lines.size());
    } catch (IOException notThere) {
      return List.of();
    }
  }

  /** First what the file is like, then the names of classes. */
  private List<String> noted() throws IOException {
    List<String> lines = Files.readAllLines(note());
    if (lines.isEmpty()) {
      throw new IOException("an empty note: " + note());
    }
    return lines;
  }

  private static String look(Path file) throws IOException {
    var attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException("not a file: " + file);
    }
    return attributes.size() + " " + attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS) + " ";
  }

  private static String checksum(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = new FileInputStream(file.toFile())) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sum.update(buffer, 0, read);
      }
    }
    return Long.toHexString(sum.getValue());
  }

  /** Puts a file in its place; whoever looks in between finds that the note does not fit. */
  void publish(Path made, List<String> targets) throws IOException {
    Path written = written(made, targets);
    Files.move(made, file(), StandardCopyOption.ATOMIC_MOVE);
    Files.move(written, note(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Has nobody try again to put these classes into it. */
  void giveUp(List<String> targets) throws IOException {
    Files.move(written(file(), targets), note(), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path written(Path made, List<String> targets) throws IOException {
    List<String> lines = new ArrayList<>(List.of(look(made) + checksum(made)));
    lines.addAll(targets);
    Path written = directory.resolve(key + Scratch.SUFFIX + NOTE);
    Files.deleteIfExists(written);
    OwnerOnly.writeFile(written, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    return written;
  }

  /** Notes that it was used. */
  void touch() throws IOException {
    Files.setLastModifiedTime(note(), FileTime.from(Instant.now()));
  }

  void delete() throws IOException {
    Files.deleteIfExists(note());
    Files.deleteIfExists(file());
  }

  /** Notes that it is of no use. */
  void refuse() throws IOException {
    delete();
    Files.deleteIfExists(refusal());
    OwnerOnly.createFile(refusal());
  }

  boolean isRefused() {
    try {
      Instant since = Files.getLastModifiedTime(refusal()).toInstant();
      return since.isAfter(Instant.now().minus(REFUSAL));
    } catch (IOException no) {
      return false;
    }
  }
}
