package io.mp4j.ipc.ring;

import io.mp4j.MpException;
import io.mp4j.SerializationException;
import io.mp4j.ipc.codec.Message;
import io.mp4j.ipc.codec.Parts;
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

/**
 * Records that are too large for a ring, or have large arrays beside them, travel in a file of
 * their own: written once by the producer, read once by the consumer. What stands in the ring
 * instead is a reference, see {@link LargeDescriptor}. The file's name begins with that of the ring
 * and goes on with that of its maker, {@code RING.PROCESS-NUMBER.large}, so that one which a dead
 * producer left can be told.
 */
public final class LargeRecords {
  static final String SUFFIX = ".large";

  /**
   * A file is kept for the next record only where its room is not missed: a share of what is left.
   */
  private static final int AMPLE = 8;

  private final Path ring;

  private final LargeSpares spares = new LargeSpares();

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
    return write(record.bytes(), record.offset(), record.length(), record.parts());
  }

  /**
   * Writes a file.
   *
   * @param encoded holds encoded bytes
   * @param offset where they begin
   * @param length how many bytes
   * @param parts the arrays beside them
   * @return the reference to it
   * @throws MpException when there is no room
   */
  public byte[] write(byte[] encoded, int offset, int length, Parts parts) {
    LargeContents contents = LargeContents.of(encoded, offset, length, parts);
    LargeSpares.Spare spare = spares.take(contents.size());
    if (spare == null) {
      return writeNew(contents);
    }
    if (spare.mapped() != null && spare.size() >= contents.size()) {
      contents.writeTo(spare.mapped());
      return reference(spare.name(), contents);
    }
    return write(spare.name(), contents);
  }

  private byte[] writeNew(LargeContents contents) {
    String name = tree.newName();
    Path file = file(name);
    try {
      OwnerOnly.createFile(file);
    } catch (IOException e) {
      throw refusal(file, contents, e);
    }
    return write(name, contents);
  }

  private byte[] write(String name, LargeContents contents) {
    Path file = file(name);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      contents.writeTo(out);
    } catch (IOException e) {
      throw refusal(file, contents, e);
    }
    return reference(name, contents);
  }

  private static MpException refusal(Path file, LargeContents contents, IOException e) {
    MpException refusal = Room.refusal("no room for a large message: ", file, contents.size(), e);
    Segment.delete(file);
    return refusal;
  }

  private byte[] reference(String name, LargeContents contents) {
    return ByteBuffer.allocate(LargeDescriptor.REFERENCE)
        .putLong(LargeDescriptor.SIZE, contents.size())
        .putInt(LargeDescriptor.ENCODED, contents.encodedLength())
        .putInt(LargeDescriptor.ARRAYS, contents.arrays())
        .putInt(LargeDescriptor.MAKER, tree.me())
        .putLong(LargeDescriptor.NUMBER, Tree.number(name))
        .array();
  }

  /**
   * Reads how long the contents of a file are.
   *
   * @param reference leads to it
   * @return how many bytes
   */
  public static long size(byte[] reference) {
    return fields(reference).getLong(LargeDescriptor.SIZE);
  }

  private static int encodedLength(byte[] reference) {
    return fields(reference).getInt(LargeDescriptor.ENCODED);
  }

  private static long tableLength(byte[] reference) {
    return (long) fields(reference).getInt(LargeDescriptor.ARRAYS) * LargeDescriptor.ENTRY;
  }

  /** Gets ready to read a record: what may fail for want of memory or files has been done then. */
  Reading open(byte[] reference) {
    Path file = file(reference);
    RandomAccessFile in = null;
    boolean opened = false;
    try {
      in = new RandomAccessFile(file.toFile(), "r");
      Reading reading = new Reading(file, in, contents(reference, in), null);
      opened = true;
      return reading;
    } catch (IOException e) {
      if (Files.notExists(file)) {
        return Reading.failed(unreadable(file, new NoSuchFileException(file.toString())));
      }
      throw unreadable(file, e);
    } catch (SerializationException damaged) {
      return Reading.failed(damaged);
    } finally {
      if (!opened) {
        close(in);
      }
    }
  }

  private static LargeContents contents(byte[] reference, RandomAccessFile in) throws IOException {
    long fileSize = in.length();
    long tableLength = tableLength(reference);
    if (tableLength < 0 || tableLength > fileSize) {
      throw LargeContents.damaged(fileSize);
    }
    byte[] table = new byte[(int) tableLength];
    in.readFully(table);
    return LargeContents.toBeRead(ByteBuffer.wrap(table), encodedLength(reference), fileSize);
  }

  private static void close(RandomAccessFile in) {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException nothingWasWritten) {
      // what has failed before is told
    }
  }

  /**
   * Reads a file, which stays.
   *
   * @param reference leads to it
   * @return its contents
   * @throws MpException when it is lost
   */
  public Message read(byte[] reference) {
    ByteBuffer mapped = mappings.use(file(reference), size(reference));
    if (mapped == null) {
      return open(reference).read();
    }
    long tableLength = tableLength(reference);
    if (tableLength < 0 || tableLength > mapped.capacity()) {
      throw LargeContents.damaged(mapped.capacity());
    }
    return LargeContents.toBeRead(
            mapped.slice(0, (int) tableLength), encodedLength(reference), mapped.capacity())
        .readFrom(mapped);
  }

  private static MpException unreadable(Path file, IOException e) {
    return new MpException("a large message cannot be read: " + file + " (" + e + ")", e);
  }

  /**
   * A file that is open, and may be deleted by now; or one that is lost or damaged, of which only
   * who takes the record is told, since it would be in the way of all others for ever.
   *
   * @param file its path
   * @param in the file; null when it is no good
   * @param contents where its contents go
   * @param failure what is to be told of it then
   */
  record Reading(Path file, RandomAccessFile in, LargeContents contents, MpException failure) {
    static Reading failed(MpException failure) {
      return new Reading(null, null, null, failure);
    }

    /** Reads it, once. */
    Message read() {
      if (failure != null) {
        throw failure;
      }
      try (in) {
        return contents.readFrom(in);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
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
   * Tells whether a file of this process may be kept for another record, which finds its memory
   * there.
   *
   * @param reference leads to it
   * @return false when it is long, or its room might be missed elsewhere
   */
  public boolean isWorthKeeping(byte[] reference) {
    long size = size(reference);
    return size <= LargeMappings.LONGEST
        && file(reference).toFile().getUsableSpace() / AMPLE >= size;
  }

  /**
   * Keeps a file of this process for another record, or deletes it; nobody will read it any more.
   *
   * @param reference leads to it
   */
  public void recycle(byte[] reference) {
    if (!isWorthKeeping(reference) || !spares.offer(spare(reference))) {
      delete(reference);
    }
  }

  private LargeSpares.Spare spare(byte[] reference) {
    String name = name(reference);
    Path file = file(name);
    ByteBuffer mapped = mappings.use(file, size(reference));
    long size = mapped == null ? file.toFile().length() : mapped.capacity();
    return new LargeSpares.Spare(name, size, mapped);
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
        Files.newDirectoryStream(ring.getParent(), ring.getFileName() + ".*" + SUFFIX)) {
      files.forEach(Segment::delete);
    } catch (IOException | DirectoryIteratorException leftToTheEndOfTheTree) {
      // all files go then
    }
  }

  private static ByteBuffer fields(byte[] reference) {
    if (reference.length < LargeDescriptor.REFERENCE) {
      throw new MpException(
          "the reference to a large message is damaged: length=" + reference.length);
    }
    return ByteBuffer.wrap(reference);
  }

  private Path file(byte[] reference) {
    return file(name(reference));
  }

  private static String name(byte[] reference) {
    ByteBuffer fields = fields(reference);
    return Tree.name(fields.getInt(LargeDescriptor.MAKER), fields.getLong(LargeDescriptor.NUMBER));
  }

  private Path file(String name) {
    return ring.resolveSibling(ring.getFileName() + "." + name + SUFFIX);
  }
}
