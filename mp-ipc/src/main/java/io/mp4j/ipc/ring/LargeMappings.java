package io.mp4j.ipc.ring;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files of large records that are used again and again, mapped: their pages need not be found anew
 * each time. A name always means the same file. Safe for all threads.
 */
final class LargeMappings {
  private static final int MOST = 2;

  /** What is mapped keeps its memory although the file may be gone. */
  static final int LONGEST = 1 << 25;

  private static final ByteBuffer ONCE = ByteBuffer.allocate(0);

  /** The files used last, the latest at the end; not mapped until they are used a second time. */
  @GuardedBy("this")
  private final Map<Path, ByteBuffer> used = new LinkedHashMap<>();

  /**
   * A file is about to be used; returns null when that is for the first time, or it is too long.
   */
  synchronized ByteBuffer use(Path file, int length) {
    if (length > LONGEST) {
      return null;
    }
    ByteBuffer mapped = used.remove(file);
    if (mapped != null && mapped.capacity() < length) {
      mapped = map(file, length);
    }
    used.put(file, mapped == null ? ONCE : mapped);
    if (used.size() > MOST) {
      used.remove(used.keySet().iterator().next());
    }
    return ofLength(mapped, length);
  }

  /** Returns a file that is in use, if it is mapped; else null. */
  synchronized ByteBuffer inUse(Path file, int length) {
    return ofLength(used.get(file), length);
  }

  private static ByteBuffer ofLength(ByteBuffer mapped, int length) {
    return mapped == null || mapped.capacity() < length ? null : mapped;
  }

  private static ByteBuffer map(Path file, int length) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.size() < length
          ? ONCE
          : channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
    } catch (IOException e) {
      return ONCE; // whoever reads it finds out why
    }
  }
}
