package io.mp4j.ipc.park;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.tree.TreeDescriptor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes into the pipe of another process.
 *
 * <p>A word in the other's cell says that a message is on its way; only who sets it writes, and the
 * other clears it when it has read. So there are never more bytes in the pipe than fit, and nobody
 * waits, whether the other is stopped or dead.
 */
final class PipeMessenger implements Messenger {
  private final Memory table;
  private final int cell;

  /** Open for both, since opening it for one waits for the other. */
  private final RandomAccessFile pipe;

  PipeMessenger(Memory table, int slot, Path link) throws IOException {
    if (!Files.exists(link)) { // opening it would make a file
      throw new FileNotFoundException("nobody listens at " + link);
    }
    this.table = table;
    this.cell = TreeDescriptor.cell(slot);
    this.pipe = new RandomAccessFile(link.toFile(), "rw");
  }

  @Override
  public void send() throws IOException {
    if (table.getAndSetInt(cell + TreeDescriptor.UNHEARD, 1) == 0) {
      pipe.write(0);
    }
  }

  @Override
  public void close() throws IOException {
    pipe.close();
  }
}
