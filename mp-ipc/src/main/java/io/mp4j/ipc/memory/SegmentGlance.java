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
 * What stands at the beginning of a segment's file, read without mapping it: enough to tell whether
 * some processes hold it.
 */
public final class SegmentGlance {
  private final Memory memory;

  private SegmentGlance(ByteBuffer bytes) {
    this.memory = new Memory(bytes);
  }

  /**
   * Looks at a file.
   *
   * @param path the file
   * @return empty when it is gone, not finished or no segment of ours
   */
  public static Optional<SegmentGlance> at(Path path) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(SegmentDescriptor.body(SegmentDescriptor.MOST_ROLES))
            .order(ByteOrder.nativeOrder());
    try {
      return Uninterrupted.call(
          () -> {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
              bytes.clear();
              while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
                // goes on where it stopped
              }
            }
            SegmentGlance glance = new SegmentGlance(bytes);
            return glance.isSegment(bytes.position()) ? Optional.of(glance) : Optional.empty();
          });
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private boolean isSegment(int size) {
    return size >= SegmentDescriptor.HEADER
        && memory.getLong(MAGIC_AT) == MAGIC
        && memory.getInt(VERSION_AT) == VERSION
        && roles() >= 0
        && roles() <= SegmentDescriptor.MOST_ROLES
        && size >= SegmentDescriptor.body(roles())
        && kind().isPresent();
  }

  /**
   * Returns what it holds.
   *
   * @return its kind
   */
  public Optional<SegmentKind> kind() {
    return SegmentKind.of(memory.getInt(KIND_AT));
  }

  private int roles() {
    return memory.getInt(ROLES_AT);
  }

  /**
   * Tells whether a process holds it in any role.
   *
   * @param process its name
   * @return true when it does
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
