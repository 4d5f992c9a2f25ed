package io.mp4j.ipc.ring;

import io.mp4j.MpException;
import io.mp4j.ipc.directory.OwnerOnly;
import io.mp4j.ipc.memory.MemoryLocation;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.tree.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Records that are too large for a ring travel in a file of their own: written once by the
 * producer, read once and deleted by the consumer. What stands in the ring instead is the file's
 * name and the length, 16 bytes.
 */
final class LargeRecords {
  static final int REFERENCE = 16;
  private static final int STEP = 1 << 20;

  private final Path directory;
  private final Tree tree;

  LargeRecords(Tree tree) {
    this.tree = tree;
    this.directory = tree.directory();
  }

  /** Writes the file; streams of the JDK are used that an interrupt does not close. */
  byte[] write(byte[] bytes, int offset, int length) {
    String name = tree.newName();
    Path file = file(name);
    try {
      OwnerOnly.createFile(file);
      try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
        for (int done = 0; done < length; done += STEP) {
          out.write(bytes, offset + done, Math.min(STEP, length - done));
        }
      }
    } catch (IOException e) {
      long left = spaceLeft(file);
      Segment.delete(file);
      throw new MpException(
          "no room for a large message: "
              + file
              + " ("
              + e.getMessage()
              + "): asked="
              + length
              + " bytes, left="
              + left
              + " bytes; make room there, or name a larger place with -D"
              + MemoryLocation.PROPERTY,
          e);
    }
    return ByteBuffer.allocate(REFERENCE)
        .putInt(length)
        .putInt(tree.me())
        .putLong(Tree.number(name))
        .array();
  }

  private static long spaceLeft(Path file) {
    try {
      return Files.getFileStore(file).getUsableSpace();
    } catch (IOException unknown) {
      return -1;
    }
  }

  static int length(byte[] reference) {
    return ByteBuffer.wrap(reference).getInt();
  }

  byte[] read(byte[] reference) {
    byte[] bytes = peek(reference);
    Segment.delete(file(reference));
    return bytes;
  }

  byte[] peek(byte[] reference) {
    Path file = file(reference);
    byte[] bytes = new byte[length(reference)];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      for (int done = 0; done < bytes.length; done += STEP) {
        in.readFully(bytes, done, Math.min(STEP, bytes.length - done));
      }
    } catch (IOException e) {
      throw new MpException("a large message cannot be read: " + file + " (" + e + ")", e);
    }
    return bytes;
  }

  void delete(byte[] reference) {
    Segment.delete(file(reference));
  }

  private Path file(byte[] reference) {
    ByteBuffer fields = ByteBuffer.wrap(reference).position(4);
    return file(Tree.name(fields.getInt(), fields.getLong()));
  }

  private Path file(String name) {
    return directory.resolve(name + ".large");
  }
}
