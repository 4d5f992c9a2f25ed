package io.mp4j.ipc.memory;

import static io.mp4j.ipc.memory.SegmentDescriptor.KIND_AT;
import static io.mp4j.ipc.memory.SegmentDescriptor.MAGIC;
import static io.mp4j.ipc.memory.SegmentDescriptor.MAGIC_AT;
import static io.mp4j.ipc.memory.SegmentDescriptor.ROLES_AT;
import static io.mp4j.ipc.memory.SegmentDescriptor.SIZE_AT;
import static io.mp4j.ipc.memory.SegmentDescriptor.VERSION;
import static io.mp4j.ipc.memory.SegmentDescriptor.VERSION_AT;

import io.mp4j.MpException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A mapped file that several processes use in place.
 *
 * <p>Whoever makes one writes its contents, then its magic, and then tells others its name. It
 * stays mapped until the garbage collector finds that nothing refers to it; deleting the file takes
 * away the name only. Safe for all threads.
 */
public final class Segment {
  private final Path path;
  private final SegmentKind kind;
  private final long size;
  private final Memory memory;

  /** Tells the file from another that has its name later; null where files have no identity. */
  private final Object identity;

  private Segment(Path path, SegmentKind kind, long size, Memory memory) {
    this.path = path;
    this.kind = kind;
    this.size = size;
    this.memory = memory;
    this.identity = kind.isNamedByUser() ? SegmentFile.identity(path) : null;
  }

  /**
   * Makes a segment of zeros.
   *
   * @param path its file, which must not exist
   * @param kind what it holds
   * @param roles how many tables of holders it has
   * @param body how many bytes it has behind them
   * @param contents writes the body before anybody else can see it
   * @return the segment
   * @throws MpException when there is no room, or the file exists
   */
  public static Segment create(
      Path path, SegmentKind kind, int roles, long body, Consumer<Segment> contents) {
    Unmapped.collectWhenMuch();
    long size = SegmentDescriptor.body(roles) + body;
    SegmentFile.allocate(path, size);
    try {
      Segment segment = new Segment(path, kind, size, map(path, kind, roles, size));
      Memory memory = segment.memory;
      memory.setInt(VERSION_AT, VERSION);
      memory.setInt(KIND_AT, kind.code());
      memory.setLong(SIZE_AT, size);
      memory.setInt(ROLES_AT, roles);
      contents.accept(segment);
      memory.setLongVolatile(MAGIC_AT, MAGIC);
      return segment;
    } catch (IOException e) {
      SegmentFile.delete(path);
      throw new MpException("cannot map shared memory: " + path + " (" + e + ")", e);
    } catch (RuntimeException | Error e) {
      SegmentFile.delete(path);
      throw e;
    }
  }

  /**
   * Opens a segment that another thread or process has made.
   *
   * @param path its file
   * @param kind what it must hold
   * @return the segment
   * @throws NoSuchFileException when there is no such file, or not all of it yet
   * @throws MpException when it is not a whole segment of this kind and version, or not ours
   */
  public static Segment open(Path path, SegmentKind kind) throws NoSuchFileException {
    Unmapped.collectWhenMuch();
    try {
      long size = SegmentFile.sizeOfOwn(path);
      if (size < SegmentDescriptor.HEADER) {
        throw unfinished(path);
      }
      Memory header = new Memory(SegmentFile.map(path, 0, SegmentDescriptor.HEADER));
      check(path, kind, size, header);
      int roles = header.getInt(ROLES_AT);
      return new Segment(path, kind, size, map(path, kind, roles, size));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new MpException("cannot map shared memory: " + path + " (" + e + ")", e);
    }
  }

  private static void check(Path path, SegmentKind kind, long size, Memory header)
      throws NoSuchFileException {
    long magic = header.getLongVolatile(MAGIC_AT);
    if (magic == 0) {
      throw unfinished(path);
    }
    if (magic != MAGIC) {
      throw refused(path, "it does not begin as shared memory of mp4j does");
    }
    int version = header.getInt(VERSION_AT);
    if (version != VERSION) {
      throw refused(path, "its layout is another version: ours=" + VERSION + ", its=" + version);
    }
    if (header.getInt(KIND_AT) != kind.code()) {
      throw refused(
          path, "it holds something else: asked=" + kind + ", its code=" + header.getInt(KIND_AT));
    }
    int roles = header.getInt(ROLES_AT);
    if (roles < 0 || roles > SegmentDescriptor.MOST_ROLES || size < SegmentDescriptor.body(roles)) {
      throw refused(path, "its header is damaged: roles=" + roles + ", size=" + size);
    }
    if (header.getLong(SIZE_AT) != size) {
      throw refused(
          path, "it is not whole: size=" + size + ", in its header=" + header.getLong(SIZE_AT));
    }
  }

  private static NoSuchFileException unfinished(Path path) {
    return new NoSuchFileException(path.toString(), null, "it is not finished");
  }

  private static MpException refused(Path path, String reason) {
    return new MpException("this file is no shared memory for us: " + path + ": " + reason);
  }

  /** Blocks of users may be larger than a buffer: they are mapped in parts by whoever uses them. */
  private static Memory map(Path path, SegmentKind kind, int roles, long size) throws IOException {
    long mapped = size;
    if (mapped > Integer.MAX_VALUE) {
      if (kind != SegmentKind.BLOCK) {
        throw new MpException("shared memory is larger than 2 GiB: " + path + ": size=" + size);
      }
      mapped = SegmentDescriptor.body(roles);
    }
    return new Memory(SegmentFile.map(path, 0, mapped));
  }

  /**
   * Maps a part of the body again.
   *
   * @param offset where it begins in the file
   * @param length how many bytes
   * @return a buffer in the machine's byte order
   */
  public ByteBuffer map(long offset, int length) {
    try {
      return SegmentFile.map(path, offset, length).order(ByteOrder.nativeOrder());
    } catch (IOException e) {
      throw new MpException("cannot map shared memory: " + path + " (" + e + ")", e);
    }
  }

  /**
   * Returns the mapped bytes.
   *
   * @return the memory; of a {@link SegmentKind#BLOCK} that is larger than a buffer, only what
   *     stands before its body
   */
  public Memory memory() {
    return memory;
  }

  /**
   * Returns where the body begins.
   *
   * @return an offset
   */
  public int body() {
    return SegmentDescriptor.body(memory.getInt(ROLES_AT));
  }

  /**
   * Returns how many bytes stand behind the tables of holders.
   *
   * @return the size of the body
   */
  public long bodySize() {
    return size - body();
  }

  /**
   * Returns who holds it in a role.
   *
   * @param role which one
   * @return the holds
   */
  public RoleHolds holds(int role) {
    return new RoleHolds(memory, role);
  }

  /**
   * Returns how many tables of holders there are.
   *
   * @return 0 to 2
   */
  public int roles() {
    return memory.getInt(ROLES_AT);
  }

  /**
   * Returns what it holds.
   *
   * @return its kind
   */
  public SegmentKind kind() {
    return kind;
  }

  /**
   * Returns the file.
   *
   * @return its path, which may be gone
   */
  public Path path() {
    return path;
  }

  /** Deletes the file, unless another has its name by now; those who have mapped it keep it. */
  public void delete() {
    if (isCurrent()) {
      delete(path);
    }
  }

  /**
   * Tells whether the name still leads to this segment.
   *
   * @return false when it was deleted, and perhaps given to another
   */
  public boolean isCurrent() {
    return !kind.isNamedByUser() || Objects.equals(identity, SegmentFile.identity(path));
  }

  /**
   * Deletes the file of a segment, or what a killed process left of one.
   *
   * @param path the file, which may be gone
   */
  public static void delete(Path path) {
    SegmentFile.delete(path);
  }

  @Override
  public String toString() {
    return kind + " " + path.getFileName();
  }
}
