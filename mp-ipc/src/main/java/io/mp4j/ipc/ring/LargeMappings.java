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
  /** As many as the maker of the files keeps. */
  private static final int MOST = 8;

  /** What all of them may take together. */
  private static final long MOST_BYTES = 1 << 26;

  /** What is mapped keeps its memory although the file may be gone. */
  static final int LONGEST = 1 << 25;

  private static final ByteBuffer ONCE = ByteBuffer.allocate(0);

  /** The files used last, the latest at the end; not mapped until they are used a second time. */
  @GuardedBy("this")
  private final Map<Path, ByteBuffer> used = new LinkedHashMap<>();

  /**
   * A file is about to be used; returns null when that is for the first time, or it is too long.
   */
  synchronized ByteBuffer use(Path file, long length) {
    if (length > LONGEST) {
      return null;
    }
    ByteBuffer mapped = used.remove(file);
    if (mapped != null && mapped.capacity() < length) {
      mapped = map(file, length);
    }
    used.put(file, mapped == null ? ONCE : mapped);
    while (used.size() > MOST || bytes() > MOST_BYTES) {
      used.remove(used.keySet().iterator().next());
    }
    return ofLength(mapped, length);
  }

  @GuardedBy("this")
  private long bytes() {
    long bytes = 0;
    for (ByteBuffer mapped : used.values()) {
      bytes += mapped.capacity();
    }
    return bytes;
  }

  private static ByteBuffer ofLength(ByteBuffer mapped, long length) {
    return mapped == null || mapped.capacity() < length ? null : mapped;
  }

  private static ByteBuffer map(Path file, long length) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.size() < length
          ? ONCE
          : channel.map(FileChannel.MapMode.READ_WRITE, 0, Math.min(channel.size(), LONGEST));
    } catch (IOException e) {
      return ONCE; // whoever reads it finds out why
    }
  }
}
