package io.mp4j.ipc.classes;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/**
 * A connection on which a child asks and its parent answers, one question at a time. Whoever holds
 * its monitor uses it.
 *
 * <p>Classes are loaded in threads of users, which may be interrupted at any time: an interrupt
 * must neither close the channel, so it does not block, nor make a class fail that the JVM would
 * never ask for again, so it is put off.
 *
 * <p>Frames and the first of them are those of {@code io.mp4j.ipc.frame} and {@code
 * io.mp4j.ipc.link}, which this package cannot use.
 */
final class ClassConnection {
  static final int VERSION = 1;
  static final int HELLO = 1;
  static final int HEADER = 8;

  /** As long as a parent may announce. */
  static final int LONGEST = 1 << 30;

  private static final int STEP = 64 * 1024;

  private final Supplier<ClassDoor> whereToAsk;
  private SocketChannel channel;
  private Selector selector;
  private SelectionKey key;
  private boolean broken;

  ClassConnection(Supplier<ClassDoor> whereToAsk) {
    this.whereToAsk = whereToAsk;
  }

  /** Asks, and waits for the answer. */
  synchronized Answer ask(Question question) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      if (broken) {
        throw new EOFException("the connection to the parent process is closed");
      }
      broken = true; // unless everything goes well
      if (channel == null) {
        connect();
      }
      write(frame(Question.FRAME, question.toBytes()));
      Answer answer = readAnswer();
      broken = false;
      return answer;
    } finally {
      if (broken) {
        close();
      }
      interrupted |= Thread.interrupted();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void connect() throws IOException {
    ClassDoor door = whereToAsk.get();
    if (door.isClosed()) {
      throw new EOFException("the parent process cannot listen for questions");
    }
    selector = Selector.open();
    channel = SocketChannel.open(java.net.StandardProtocolFamily.UNIX);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_CONNECT);
    if (!channel.connect(UnixDomainSocketAddress.of(door.socket()))) {
      do {
        await(SelectionKey.OP_CONNECT);
      } while (!channel.finishConnect());
    }
    ByteBuffer hello = ByteBuffer.allocate(Long.BYTES + ClassDoor.TOKEN);
    hello.putLong(door.id()).put(door.token());
    write(frame(HELLO, hello.array()));
  }

  private static ByteBuffer frame(int type, byte[] body) {
    ByteBuffer frame = ByteBuffer.allocate(HEADER + body.length);
    frame.putInt(body.length).put((byte) VERSION).put((byte) type).putShort((short) 0);
    return frame.put(body).flip();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  private Answer readAnswer() throws IOException {
    ByteBuffer header = ByteBuffer.wrap(read(HEADER));
    int length = header.getInt();
    int version = header.get();
    int type = header.get();
    if (length < 0 || length > LONGEST || version != VERSION || type != Answer.FRAME) {
      throw new IOException(
          "the parent's answer is damaged: length="
              + length
              + ", version="
              + version
              + ", type="
              + type);
    }
    return Answer.from(read(length));
  }

  /** Takes memory as bytes arrive, never because a header announces them. */
  private byte[] read(int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.min(length, STEP));
    while (true) {
      int count = channel.read(bytes);
      if (count < 0) {
        throw new EOFException("the parent process has closed the connection");
      }
      if (bytes.position() == length) {
        return bytes.array();
      }
      if (!bytes.hasRemaining()) {
        ByteBuffer larger = ByteBuffer.allocate((int) Math.min(length, 2L * bytes.capacity()));
        bytes = larger.put(bytes.flip());
      } else if (count == 0) {
        await(SelectionKey.OP_READ);
      }
    }
  }

  /** An interrupt wakes the selector; it is remembered by whoever asked. */
  private void await(int operation) throws IOException {
    key.interestOps(operation);
    boolean interrupted = false;
    while (selector.select() == 0) {
      interrupted |= Thread.interrupted();
    }
    selector.selectedKeys().clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void close() {
    try {
      if (channel != null) {
        channel.close();
      }
      if (selector != null) {
        selector.close();
      }
    } catch (IOException e) {
      // closed is all that it should be
    }
  }
}
