package io.mp4j.ipc.park;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.ipc.tree.TreeDescriptor;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Rings the bells of other processes. Safe for all threads.
 *
 * <p>A bell that cannot be rung belongs to a process that has died, or that cannot be reached for
 * the moment: it looks again by itself soon.
 */
final class Ringer {
  private final Tree tree;
  private final boolean canFutex;

  /** By slot; a connection to the process that had the slot before fails, and is made anew. */
  @GuardedBy("this")
  private final Map<Integer, Peer> peers = new HashMap<>();

  private record Peer(int process, SocketChannel channel) {
    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // it is of no use any more
      }
    }
  }

  Ringer(Tree tree, boolean canFutex) {
    this.tree = tree;
    this.canFutex = canFutex;
  }

  static Path socket(Tree tree, int slot) {
    return tree.directory().resolve("bell-" + slot + ".sock");
  }

  void ring(int slot) {
    Memory table = tree.table();
    int cell = TreeDescriptor.cell(slot);
    table.getAndAddInt(cell + TreeDescriptor.BELL, 1);
    int flags = table.getIntVolatile(cell + TreeDescriptor.FLAGS);
    if (canFutex && (flags & TreeDescriptor.FUTEX) != 0) {
      Futex.wake(Futex.address(table.slice(cell + TreeDescriptor.BELL, Integer.BYTES)));
    } else if ((flags & TreeDescriptor.LISTENS) != 0) {
      send(slot);
    }
  }

  private synchronized void send(int slot) {
    boolean sent = trySend(slot);
    if (!sent) {
      boolean unused = trySend(slot); // the first may have met a connection to a dead process
    }
  }

  @GuardedBy("this")
  private boolean trySend(int slot) {
    try {
      Peer peer = peers.get(slot);
      if (peer == null) {
        dropTheDead();
        peer = new Peer(tree.processAt(slot), connect(slot));
        peers.put(slot, peer);
      }
      // When there is no room in the socket's buffer, a wake-up is on its way already.
      int unused = peer.channel.write(ByteBuffer.wrap(new byte[1]));
      return true;
    } catch (IOException e) {
      Peer failed = peers.remove(slot);
      if (failed != null) {
        failed.close();
      }
      return false;
    }
  }

  /** So that a program that has had many processes does not run out of file descriptors. */
  @GuardedBy("this")
  private void dropTheDead() {
    peers
        .values()
        .removeIf(
            peer -> {
              boolean dead = !tree.lives(peer.process);
              if (dead) {
                peer.close();
              }
              return dead;
            });
  }

  /** Never blocking, because an interrupt would close a channel that blocks. */
  private SocketChannel connect(int slot) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(socket(tree, slot)))) {
        throw new IOException("nobody accepts connections");
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
