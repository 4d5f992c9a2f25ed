package io.mp4j.ipc.ring;

import io.mp4j.MpException;
import io.mp4j.ipc.directory.OwnerOnly;
import io.mp4j.ipc.memory.Room;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.tree.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Records that are too large for a ring travel in a file of their own: written once by the
 * producer, read once by the consumer. What stands in the ring instead is the file's name and the
 * length, 16 bytes. The name begins with that of the ring and goes on with that of its maker,
 * {@code RING.PROCESS-NUMBER.large}, so that one which a dead producer left can be told.
 */
public final class LargeRecords {
  static final String SUFFIX = ".large";

  private static final int REFERENCE = 16;
  private static final int STEP = 1 << 20;

  private static final int MOST_SPARES = 2;

  private final Path ring;

  /** Files that no record refers to. */
  private final Queue<Spare> spares = new ConcurrentLinkedQueue<>();

  private final LargeMappings mappings = new LargeMappings();

  private final Tree tree;

  /**
   * Finds where large records lie.
   *
   * @param ring the file whose name theirs begin with
   * @param tree the tree of this process
   */
  public LargeRecords(Path ring, Tree tree) {
    this.ring = ring;
    this.tree = tree;
  }

  byte[] write(RingRecord record) {
    return write(record.bytes(), record.offset(), record.length());
  }

  /**
   * Writes a file; streams of the JDK are used that an interrupt does not close.
   *
   * @param bytes holds the contents
   * @param offset where they begin
   * @param length how many bytes
   * @return the reference to it
   * @throws MpException when there is no room
   */
  public byte[] write(byte[] bytes, int offset, int length) {
    return write(
        spares.poll(),
        length,
        out -> {
          for (int done = 0; done < length; done += STEP) {
            out.write(bytes, offset + done, Math.min(STEP, length - done));
          }
        });
  }

  /**
   * Writes a file of two parts.
   *
   * @param head the first bytes
   * @param body the others
   * @return the reference to it
   * @throws MpException when there is no room
   */
  public byte[] write(byte[] head, byte[] body) {
    int length = Math.addExact(head.length, body.length);
    Spare spare = spares.poll();
    if (spare != null && spare.mapped != null && spare.mapped.capacity() >= length) {
      spare.mapped.put(0, head);
      spare.mapped.put(head.length, body);
      return reference(spare.name, length);
    }
    return write(
        spare,
        length,
        out -> {
          out.write(head);
          for (int done = 0; done < body.length; done += STEP) {
            out.write(body, done, Math.min(STEP, body.length - done));
          }
        });
  }

  /** A file that no record refers to; mapped when it has been used several times. */
  private record Spare(String name, ByteBuffer mapped) {}

  /** Writes the contents of a file. */
  @FunctionalInterface
  private interface Contents {
    void writeTo(RandomAccessFile out) throws IOException;
  }

  private byte[] write(Spare spare, int length, Contents contents) {
    String name = spare != null ? spare.name : tree.newName();
    Path file = file(name);
    try {
      if (spare == null) {
        OwnerOnly.createFile(file);
      }
      try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
        contents.writeTo(out);
      }
    } catch (IOException e) {
      MpException refusal = Room.refusal("no room for a large message: ", file, length, e);
      Segment.delete(file);
      throw refusal;
    }
    return reference(name, length);
  }

  private byte[] reference(String name, int length) {
    return ByteBuffer.allocate(REFERENCE)
        .putInt(length)
        .putInt(tree.me())
        .putLong(Tree.number(name))
        .array();
  }

  /**
   * Reads how long the contents of a file are.
   *
   * @param reference leads to it
   * @return how many bytes
   */
  public static int length(byte[] reference) {
    return ByteBuffer.wrap(reference).getInt();
  }

  /** Gets ready to read a record: what may fail for want of memory or files has been done then. */
  Reading open(byte[] reference) {
    byte[] bytes = new byte[length(reference)];
    Path file = file(reference);
    try {
      return new Reading(file, new RandomAccessFile(file.toFile(), "r"), bytes);
    } catch (IOException e) {
      if (Files.notExists(file)) {
        return new Reading(file, null, bytes);
      }
      throw unreadable(file, e);
    }
  }

  /**
   * Reads a file, which stays.
   *
   * @param reference leads to it
   * @return its contents
   * @throws MpException when it is lost
   */
  public byte[] read(byte[] reference) {
    RingRecord record = new RingRecord(0, reference, 0, reference.length, List.of());
    return open(reference).read(record).bytes();
  }

  /**
   * Reads a part of a file, which stays.
   *
   * @param reference leads to it
   * @param from the first byte
   * @param target where they go; it is filled
   * @throws MpException when it is lost
   */
  public void read(byte[] reference, int from, byte[] target) {
    Path file = file(reference);
    int length = length(reference);
    ByteBuffer known = from == 0 ? mappings.use(file, length) : mappings.inUse(file, length);
    if (known != null) {
      known.get(from, target);
      return;
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(from);
      for (int done = 0; done < target.length; done += STEP) {
        in.readFully(target, done, Math.min(STEP, target.length - done));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static MpException unreadable(Path file, IOException e) {
    return new MpException("a large message cannot be read: " + file + " (" + e + ")", e);
  }

  /**
   * A file that is open, and may be deleted by now; or one that is lost, of which only who takes
   * the record is told, since it would be in the way of all others for ever.
   *
   * @param file its path
   * @param in the file; null when it is lost
   * @param bytes where its contents go
   */
  record Reading(Path file, RandomAccessFile in, byte[] bytes) {
    /** Reads it, once. */
    RingRecord read(RingRecord reference) {
      try (in) {
        if (in == null) {
          throw new NoSuchFileException(file.toString());
        }
        for (int done = 0; done < bytes.length; done += STEP) {
          in.readFully(bytes, done, Math.min(STEP, bytes.length - done));
        }
      } catch (IOException e) {
        reference.giveBack();
        throw unreadable(file, e);
      }
      return new RingRecord(reference.kind(), bytes, 0, bytes.length, reference.loans());
    }
  }

  /**
   * Deletes a file, which may be gone.
   *
   * @param reference leads to it
   */
  public void delete(byte[] reference) {
    Segment.delete(file(reference));
  }

  /**
   * Keeps a file of this process for another record, which finds its memory there; nobody will read
   * it any more.
   *
   * @param reference leads to it
   */
  public void recycle(byte[] reference) {
    if (length(reference) <= LargeMappings.LONGEST && spares.size() < MOST_SPARES) {
      ByteBuffer fields = ByteBuffer.wrap(reference).position(4);
      String name = Tree.name(fields.getInt(), fields.getLong());
      spares.add(new Spare(name, mappings.use(file(name), length(reference))));
    } else {
      delete(reference);
    }
  }

  void delete(String file) {
    Segment.delete(ring.resolveSibling(file));
  }

  boolean isOf(byte[] reference, String file) {
    return file(reference).endsWith(file);
  }

  /** Deletes all that there are of a ring that nobody holds any more. */
  public void deleteAll() {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(tree.directory(), ring.getFileName() + ".*" + SUFFIX)) {
      files.forEach(Segment::delete);
    } catch (IOException | DirectoryIteratorException leftToTheEndOfTheTree) {
      // all files go then
    }
  }

  private Path file(byte[] reference) {
    ByteBuffer fields = ByteBuffer.wrap(reference).position(4);
    return file(Tree.name(fields.getInt(), fields.getLong()));
  }

  private Path file(String name) {
    return ring.resolveSibling(ring.getFileName() + "." + name + SUFFIX);
  }
}
