package io.mp4j.runtime.archive;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The directory at the end of a jar, see APPNOTE.TXT, 4.3.12 and 4.3.16: it holds a checksum of
 * each file in the jar, and so tells it from another of the same size and time. To read it, and the
 * manifest, takes about 0.05 ms for a jar of 300 classes; {@link java.util.jar.JarFile} would make
 * an index of it, which takes three times as long.
 */
final class JarDirectory {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END = 22;
  private static final int SIZE_IN_END = 12;
  private static final int OFFSET_IN_END = 16;

  /** What stands before the end when there are more files than 16 bits count. */
  private static final int END_OF_MANY = 76;

  /** Read where the size is not found, as in a jar with a comment, or makes no sense. */
  private static final int SOME = 1 << 20;

  private static final int MOST = 1 << 26;

  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int ENTRY = 46;
  private static final int METHOD_IN_ENTRY = 10;
  private static final int PACKED_SIZE_IN_ENTRY = 20;
  private static final int SIZE_IN_ENTRY = 24;
  private static final int NAME_LENGTH_IN_ENTRY = 28;
  private static final int EXTRA_LENGTH_IN_ENTRY = 30;
  private static final int COMMENT_LENGTH_IN_ENTRY = 32;
  private static final int OFFSET_IN_ENTRY = 42;

  private static final int HEADER = 30;
  private static final int NAME_LENGTH_IN_HEADER = 26;
  private static final int EXTRA_LENGTH_IN_HEADER = 28;

  private static final int STORED = 0;

  private static final byte[] MANIFEST = "META-INF/MANIFEST.MF".getBytes(StandardCharsets.US_ASCII);

  /** The last bytes of the file: the directory, unless something else stands before or in it. */
  private final byte[] bytes;

  private final byte[] manifest;

  private JarDirectory(byte[] bytes, byte[] manifest) {
    this.bytes = bytes;
    this.manifest = manifest;
  }

  /**
   * Reads it.
   *
   * @throws IOException when the file cannot be read; not when it is something else than a jar
   */
  static JarDirectory of(Path jar) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
      byte[] bytes = last(file, size(last(file, END)));
      return new JarDirectory(bytes, manifest(file, bytes));
    }
  }

  private static int size(byte[] bytes) {
    ByteBuffer end = numbers(bytes);
    if (bytes.length < END || end.getInt(0) != END_SIGNATURE) {
      return SOME;
    }
    long size = Integer.toUnsignedLong(end.getInt(SIZE_IN_END)) + END + END_OF_MANY;
    return size <= MOST ? (int) size : SOME;
  }

  private static ByteBuffer numbers(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] last(RandomAccessFile file, int most) throws IOException {
    int size = (int) Math.min(file.length(), most);
    return read(file, file.length() - size, size);
  }

  private static byte[] read(RandomAccessFile file, long at, int size) throws IOException {
    byte[] bytes = new byte[size];
    file.seek(at);
    file.readFully(bytes);
    return bytes;
  }

  // --- the manifest ------------------------------------------------------------------------------

  private static byte[] manifest(RandomAccessFile file, byte[] bytes) {
    try {
      ByteBuffer last = numbers(bytes);
      int end = bytes.length - END;
      int directory = end - last.getInt(end + SIZE_IN_END);
      // A script may stand before all of it, which the offsets do not count.
      long first =
          file.length()
              - bytes.length
              + directory
              - Integer.toUnsignedLong(last.getInt(end + OFFSET_IN_END));
      for (int at = directory; last.getInt(at) == ENTRY_SIGNATURE; at = next(last, at)) {
        if (isManifest(last, bytes, at)) {
          return contents(file, first, last, at);
        }
      }
    } catch (IOException | IndexOutOfBoundsException | DataFormatException notAJar) {
      // it has no manifest, then
    }
    return new byte[0];
  }

  private static int next(ByteBuffer last, int entry) {
    return entry
        + ENTRY
        + unsigned(last, entry + NAME_LENGTH_IN_ENTRY)
        + unsigned(last, entry + EXTRA_LENGTH_IN_ENTRY)
        + unsigned(last, entry + COMMENT_LENGTH_IN_ENTRY);
  }

  private static int unsigned(ByteBuffer numbers, int at) {
    return Short.toUnsignedInt(numbers.getShort(at));
  }

  private static boolean isManifest(ByteBuffer last, byte[] bytes, int entry) {
    int name = entry + ENTRY;
    return unsigned(last, entry + NAME_LENGTH_IN_ENTRY) == MANIFEST.length
        && Arrays.equals(bytes, name, name + MANIFEST.length, MANIFEST, 0, MANIFEST.length);
  }

  private static byte[] contents(RandomAccessFile file, long first, ByteBuffer last, int entry)
      throws IOException, DataFormatException {
    long at = first + Integer.toUnsignedLong(last.getInt(entry + OFFSET_IN_ENTRY));
    ByteBuffer header = numbers(read(file, at, HEADER));
    at += HEADER + unsigned(header, NAME_LENGTH_IN_HEADER);
    at += unsigned(header, EXTRA_LENGTH_IN_HEADER);
    int packedSize = sane(last.getInt(entry + PACKED_SIZE_IN_ENTRY));
    byte[] contents = new byte[sane(last.getInt(entry + SIZE_IN_ENTRY))];
    byte[] packed = read(file, at, packedSize);
    if (unsigned(last, entry + METHOD_IN_ENTRY) == STORED) {
      return packed;
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      inflater.inflate(contents);
      return contents;
    } finally {
      inflater.end();
    }
  }

  private static int sane(int size) throws DataFormatException {
    if (size < 0 || size > SOME) {
      throw new DataFormatException("a manifest of " + Integer.toUnsignedString(size) + " bytes");
    }
    return size;
  }

  /** Returns a checksum of all of it; of the file's end when it is no jar. */
  String checksum() {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return Long.toHexString(sum.getValue());
  }

  /** Returns the manifest; no bytes when there is none. */
  byte[] manifest() {
    return manifest;
  }
}
