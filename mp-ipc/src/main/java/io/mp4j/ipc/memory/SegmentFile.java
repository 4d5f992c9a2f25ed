package io.mp4j.ipc.memory;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.mp4j.MpException;
import io.mp4j.ipc.directory.OwnerOnly;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** The files behind segments: made with all their room, checked before they are trusted. */
final class SegmentFile {
  private static final byte[] ZEROS = new byte[1 << 16];

  private SegmentFile() {}

  /**
   * Makes a file of zeros that has all its room. A sparse file would do until a page is touched for
   * which there is no room: that is a SIGBUS, which no Java program survives unharmed.
   */
  static void allocate(Path path, long size) {
    try {
      OwnerOnly.createFile(path);
    } catch (FileAlreadyExistsException e) {
      throw new MpException("shared memory of this name exists already: " + path.getFileName(), e);
    } catch (IOException e) {
      throw new MpException("cannot make shared memory: " + path + " (" + e + ")", e);
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      Room.check(path, size);
      for (long done = 0; done < size; done += ZEROS.length) {
        file.write(ZEROS, 0, (int) Math.min(ZEROS.length, size - done));
      }
    } catch (IOException e) {
      MpException refusal = Room.refusal("cannot make shared memory: ", path, size, e);
      delete(path);
      throw refusal;
    }
  }

  static MappedByteBuffer map(Path path, long offset, long length) throws IOException {
    return Uninterrupted.call(
        () -> {
          try (FileChannel channel =
              FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(MapMode.READ_WRITE, offset, length);
          }
        });
  }

  /**
   * Returns the size of a file that is ours.
   *
   * @throws NoSuchFileException when there is none
   */
  static long sizeOfOwn(Path path) throws IOException {
    if (!Files.isRegularFile(path, NOFOLLOW_LINKS)) {
      if (Files.notExists(path, NOFOLLOW_LINKS)) {
        throw new NoSuchFileException(path.toString());
      }
      throw new MpException("not shared memory, but something else than a file: " + path);
    }
    if (!OwnerOnly.isOwnedAsItsDirectory(path)) {
      throw new MpException("shared memory that belongs to another user is refused: " + path);
    }
    return Files.size(path);
  }

  /** Returns null when there is no such file. */
  static Object identity(Path path) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
      return attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
    } catch (IOException gone) {
      return null;
    }
  }

  static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException leftToTheEndOfTheTree) {
      // all its files go then
    }
  }
}
