package io.mp4j.ipc.memory;

import static io.mp4j.ipc.memory.SegmentDescriptor.KIND_AT;
import static io.mp4j.ipc.memory.SegmentDescriptor.MAGIC;
import static io.mp4j.ipc.memory.SegmentDescriptor.MAGIC_AT;
import static io.mp4j.ipc.memory.SegmentDescriptor.ROLES_AT;
import static io.mp4j.ipc.memory.SegmentDescriptor.VERSION;
import static io.mp4j.ipc.memory.SegmentDescriptor.VERSION_AT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Reads what stands at the beginning of segments' files, one after the other, without mapping them:
 * enough to tell whether some processes hold them. For one thread at a time.
 */
public final class SegmentGlance {
  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(SegmentDescriptor.body(SegmentDescriptor.MOST_ROLES))
          .order(ByteOrder.nativeOrder());

  private final Memory memory = new Memory(bytes);

  /** Makes one that has not looked at anything. */
  public SegmentGlance() {}

  /**
   * Looks at a file.
   *
   * @param path the file
   * @return what it holds; empty when it is gone, not finished or no segment of ours
   */
  public Optional<SegmentKind> lookAt(Path path) {
    try {
      Uninterrupted.call(() -> read(path));
    } catch (IOException gone) {
      return Optional.empty();
    }
    return isSegment(bytes.position()) ? SegmentKind.of(memory.getInt(KIND_AT)) : Optional.empty();
  }

  private Void read(Path path) throws IOException {
    bytes.clear();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
        // goes on where it stopped
      }
    }
    return null;
  }

  private boolean isSegment(int size) {
    return size >= SegmentDescriptor.HEADER
        && memory.getLong(MAGIC_AT) == MAGIC
        && memory.getInt(VERSION_AT) == VERSION
        && roles() >= 0
        && roles() <= SegmentDescriptor.MOST_ROLES
        && size >= SegmentDescriptor.body(roles());
  }

  private int roles() {
    return memory.getInt(ROLES_AT);
  }

  /**
   * Tells whether a process held the segment that was looked at last, in any role.
   *
   * @param process its name
   * @return true when it did
   */
  public boolean isHeldBy(int process) {
    for (int role = 0; role < roles(); role++) {
      if (new Holders(memory, SegmentDescriptor.holders(role)).count(process) > 0) {
        return true;
      }
    }
    return false;
  }
}
