package io.mp4j.ipc.park;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Sends bytes to the socket of another process; never blocks, as an interrupt would close it. */
final class SocketMessenger implements Messenger {
  private final SocketChannel channel;

  SocketMessenger(Path socket) throws IOException {
    channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
        throw new IOException("nobody accepts connections");
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** When there is no room in the socket's buffer, a wake-up is on its way already. */
  @Override
  public void send() throws IOException {
    int unused = channel.write(ByteBuffer.wrap(new byte[1]));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
