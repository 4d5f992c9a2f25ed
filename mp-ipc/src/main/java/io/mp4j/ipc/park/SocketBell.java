package io.mp4j.ipc.park;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A bell that rings when another process sends a byte to a local socket. What the bytes are means
 * nothing, nor how many there are.
 *
 * <p>All channels are non-blocking, so that an interrupt ends a sleep without closing one.
 */
final class SocketBell implements Bell {
  private static final int BACKLOG = 128;

  private final MyBell mine;
  private final Selector selector;
  private final ByteBuffer scrap = ByteBuffer.allocateDirect(256);

  SocketBell(MyBell mine, Path socket) {
    this.mine = mine;
    try {
      Files.deleteIfExists(socket); // of a killed process that had the slot before
      selector = Selector.open();
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen for wake-ups on " + socket, e);
    }
  }

  @Override
  public void await(int seen, long nanos) {
    try {
      if (mine.rings() == seen) {
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
      } else {
        selector.selectNow();
      }
      for (SelectionKey key : selector.selectedKeys()) {
        handle(key);
      }
      selector.selectedKeys().clear();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot wait for wake-ups", e);
    }
  }

  private void handle(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel peer = ((ServerSocketChannel) key.channel()).accept();
        if (peer != null) {
          peer.configureBlocking(false);
          peer.register(selector, SelectionKey.OP_READ);
        }
      } else if (drain((ReadableByteChannel) key.channel()) < 0) {
        key.channel().close();
      }
    } catch (IOException peerIsGone) {
      close(key);
    }
  }

  private int drain(ReadableByteChannel channel) throws IOException {
    int read;
    do {
      read = channel.read(scrap.clear());
    } while (read == scrap.capacity());
    return read;
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      key.cancel();
    }
  }

  @Override
  public void poke() {
    selector.wakeup();
  }
}
