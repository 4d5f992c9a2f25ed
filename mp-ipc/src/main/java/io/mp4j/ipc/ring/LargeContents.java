package io.mp4j.ipc.ring;

import static io.mp4j.ipc.ring.LargeDescriptor.ENTRY;

import io.mp4j.SerializationException;
import io.mp4j.ipc.codec.Message;
import io.mp4j.ipc.codec.PartType;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.ring.LargeDescriptor.Part;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in the file of a large record: arrays, and encoded bytes. Each is copied once,
 * between its place in the heap and a mapping of the file; or by streams of the JDK, which an
 * interrupt does not close.
 */
final class LargeContents {
  /** Streams copy once more, into memory outside of the heap, of which this much is taken. */
  private static final int STEP = 1 << 20;

  /** Arrays other than of bytes become bytes piece by piece, small enough for a near cache. */
  private static final int PIECE = 1 << 16;

  private final List<Part> parts;
  private final byte[] encoded;
  private final int offset;
  private final int length;

  private LargeContents(List<Part> parts, byte[] encoded, int offset, int length) {
    this.parts = parts;
    this.encoded = encoded;
    this.offset = offset;
    this.length = length;
  }

  /** Says what is to be written. */
  static LargeContents of(byte[] encoded, int offset, int length, Parts arrays) {
    List<Part> parts = new ArrayList<>(arrays.arrays().size());
    long end = (long) arrays.arrays().size() * ENTRY;
    for (Object array : arrays.arrays()) {
      Part part = Part.behind(end, PartType.of(array), array);
      parts.add(part);
      end = part.end();
    }
    return new LargeContents(parts, encoded, offset, length);
  }

  /**
   * Makes room in the heap for what is to be read.
   *
   * @param table the entries of the arrays
   * @param encoded how many encoded bytes there are
   * @param fileSize how long the file is
   * @throws SerializationException when what the entries say does not fit the file
   */
  static LargeContents toBeRead(ByteBuffer table, int encoded, long fileSize) {
    List<PartType> types = new ArrayList<>();
    long end = table.remaining();
    ByteBuffer look = table.duplicate().order(ByteOrder.nativeOrder());
    while (look.hasRemaining()) {
      PartType type = PartType.ofCode(look.getInt());
      int length = look.getInt();
      if (type == null || length < 0) {
        throw damaged(fileSize);
      }
      types.add(type);
      end = LargeDescriptor.aligned(end) + (long) length * type.elementBytes();
    }
    if (encoded < 0 || end + encoded > fileSize) {
      throw damaged(fileSize);
    }
    look.rewind();
    List<Part> parts = new ArrayList<>(types.size());
    end = table.remaining();
    for (PartType type : types) {
      Part part = Part.behind(end, type, type.make(look.getInt(look.position() + Integer.BYTES)));
      look.position(look.position() + ENTRY);
      parts.add(part);
      end = part.end();
    }
    return new LargeContents(parts, new byte[encoded], 0, encoded);
  }

  static SerializationException damaged(long fileSize) {
    return new SerializationException(
        "a large message is damaged: what it is to hold does not fit its file: size=" + fileSize);
  }

  int arrays() {
    return parts.size();
  }

  int encodedLength() {
    return length;
  }

  /** Returns how long the file is. */
  long size() {
    return LargeDescriptor.encodedAt(parts) + length;
  }

  private byte[] table() {
    ByteBuffer table = ByteBuffer.allocate(parts.size() * ENTRY).order(ByteOrder.nativeOrder());
    parts.forEach(part -> part.writeEntry(table));
    return table.array();
  }

  // --- by a mapping ------------------------------------------------------------------------------
  void writeTo(ByteBuffer mapped) {
    ByteBuffer target = mapped.duplicate().order(ByteOrder.nativeOrder());
    target.put(0, table());
    for (Part part : parts) {
      target.position((int) part.at());
      part.type().copyOut(part.array(), 0, part.length(), target);
    }
    target.put((int) LargeDescriptor.encodedAt(parts), encoded, offset, length);
  }

  Message readFrom(ByteBuffer mapped) {
    ByteBuffer source = mapped.duplicate().order(ByteOrder.nativeOrder());
    for (Part part : parts) {
      source.position((int) part.at());
      part.type().copyIn(part.array(), 0, part.length(), source);
    }
    source.get((int) LargeDescriptor.encodedAt(parts), encoded, offset, length);
    return message();
  }

  // --- by a stream -------------------------------------------------------------------------------
  void writeTo(RandomAccessFile out) throws IOException {
    out.write(table());
    for (Part part : parts) {
      out.seek(part.at());
      if (part.array() instanceof byte[] bytes) {
        write(bytes, 0, bytes.length, out);
      } else {
        write(part, out);
      }
    }
    write(encoded, offset, length, out);
  }

  private static void write(byte[] bytes, int offset, int length, RandomAccessFile out)
      throws IOException {
    for (int done = 0; done < length; done += STEP) {
      out.write(bytes, offset + done, Math.min(STEP, length - done));
    }
  }

  private static void write(Part part, RandomAccessFile out) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.nativeOrder());
    int step = PIECE / part.type().elementBytes();
    for (int done = 0; done < part.length(); done += step) {
      int count = Math.min(step, part.length() - done);
      part.type().copyOut(part.array(), done, count, piece.clear());
      out.write(piece.array(), 0, count * part.type().elementBytes());
    }
  }

  Message readFrom(RandomAccessFile in) throws IOException {
    for (Part part : parts) {
      in.seek(part.at());
      if (part.array() instanceof byte[] bytes) {
        read(in, bytes);
      } else {
        read(in, part);
      }
    }
    in.seek(LargeDescriptor.encodedAt(parts));
    read(in, encoded);
    return message();
  }

  private static void read(RandomAccessFile in, byte[] bytes) throws IOException {
    for (int done = 0; done < bytes.length; done += STEP) {
      in.readFully(bytes, done, Math.min(STEP, bytes.length - done));
    }
  }

  private static void read(RandomAccessFile in, Part part) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.nativeOrder());
    int step = PIECE / part.type().elementBytes();
    for (int done = 0; done < part.length(); done += step) {
      int count = Math.min(step, part.length() - done);
      in.readFully(piece.array(), 0, count * part.type().elementBytes());
      part.type().copyIn(part.array(), done, count, piece.clear());
    }
  }

  private Message message() {
    return new Message(encoded, Parts.of(parts.stream().map(Part::array).toList()));
  }
}
