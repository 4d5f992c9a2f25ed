package io.mp4j.ipc.park;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.ipc.tree.TreeDescriptor;
import java.io.IOException;
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

  /** By slot, with the process that had it then. */
  @GuardedBy("this")
  private final Map<Integer, Peer> peers = new HashMap<>();

  private record Peer(int process, Messenger messenger) {
    void close() {
      try {
        messenger.close();
      } catch (IOException e) {
        // it is of no use any more
      }
    }
  }

  Ringer(Tree tree) {
    this.tree = tree;
  }

  void ring(int slot) {
    // Before the flags: a process announces them when it can be found, and who had the slot before
    // must not be taken for it.
    int process = tree.processAt(slot);
    Memory table = tree.table();
    int cell = TreeDescriptor.cell(slot);
    table.getAndAddInt(cell + TreeDescriptor.BELL, 1);
    int flags = table.getIntVolatile(cell + TreeDescriptor.FLAGS);
    boolean byFutex = (flags & TreeDescriptor.FUTEX) != 0;
    if (byFutex && Futex.isReady()) {
      Futex.wake(Futex.address(table.slice(cell + TreeDescriptor.BELL, Integer.BYTES)));
    } else if ((flags & (TreeDescriptor.HEARS_PIPE | TreeDescriptor.HEARS_SOCKET)) != 0) {
      send(process, (flags & TreeDescriptor.HEARS_PIPE) != 0);
      if (byFutex) {
        Futex.missed();
      }
    }
  }

  private synchronized void send(int process, boolean byPipe) {
    boolean sent = trySend(process, byPipe);
    if (!sent) {
      boolean unused =
          trySend(process, byPipe); // the first may have met a socket of a dead process
    }
  }

  @GuardedBy("this")
  private boolean trySend(int process, boolean byPipe) {
    try {
      peer(process, byPipe).messenger.send();
      return true;
    } catch (IOException e) {
      Peer failed = peers.remove(Tree.slot(process));
      if (failed != null) {
        failed.close();
      }
      return false;
    }
  }

  @GuardedBy("this")
  private Peer peer(int process, boolean byPipe) throws IOException {
    int slot = Tree.slot(process);
    Peer known = peers.get(slot);
    if (known != null && known.process == process) {
      return known;
    }
    dropTheDead();
    Messenger messenger =
        byPipe
            ? new PipeMessenger(tree.table(), slot, tree.bell(slot, Tree.PIPE))
            : new SocketMessenger(tree.bell(slot, Tree.SOCKET));
    Peer made = new Peer(process, messenger);
    Peer other = peers.put(slot, made);
    if (other != null) {
      other.close();
    }
    return made;
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
}
