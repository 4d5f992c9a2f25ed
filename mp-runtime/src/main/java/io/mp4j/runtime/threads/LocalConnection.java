package io.mp4j.runtime.threads;

import io.mp4j.BrokenPipeException;
import io.mp4j.BufferTooShortException;
import io.mp4j.Connection;
import io.mp4j.Duplex;
import io.mp4j.Pipe;
import io.mp4j.SerializationException;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.runtime.event.Milestone;
import io.mp4j.runtime.event.Watched;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/** An end of a pipe in the hands of users. */
final class LocalConnection<T> implements Connection<T>, Watched, StaysHere {
  private final PipeEnd end;
  private final LocalDoor door;

  private LocalConnection(PipeEnd end) {
    this.end = end;
    this.door = new LocalDoor("Connection", end::wakeAll);
    end.letGoWith(this);
  }

  static <T> Pipe<T> pipe(Duplex duplex) {
    Channel there = new Channel();
    Channel back = duplex == Duplex.ON ? new Channel() : null;
    return new Pipe<>(
        new LocalConnection<>(new PipeEnd(there, back)),
        new LocalConnection<>(new PipeEnd(back, there)));
  }

  PipeEnd end() {
    return end;
  }

  /** The current process got it, perhaps anew. */
  void arrive() {
    door.reopen();
    boolean unused = end.hold(Owner.current());
  }

  // --- sending -----------------------------------------------------------------------------------
  @Override
  public void send(T message) throws InterruptedException {
    checkOpen();
    put(Channel.Message.ofObject(message));
  }

  @Override
  public void sendBytes(byte[] bytes) throws InterruptedException {
    sendBytes(bytes, 0, bytes.length);
  }

  @Override
  public void sendBytes(byte[] bytes, int offset, int length) throws InterruptedException {
    int unused = Objects.checkFromIndexSize(offset, length, bytes.length);
    put(Channel.Message.ofBytes(Arrays.copyOfRange(bytes, offset, offset + length)));
  }

  @Override
  public void sendBytes(ByteBuffer bytes) throws InterruptedException {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    put(Channel.Message.ofBytes(copy));
    bytes.position(bytes.limit());
  }

  private void put(Channel.Message message) throws InterruptedException {
    checkOpen();
    if (end.out() == null) {
      throw new IllegalStateException("this end of a one-way pipe only receives: " + this);
    }
    end.out().put(message, this::checkSend);
  }

  private void checkSend() {
    checkOpen();
    if (end.out().isWithoutReceivers()) {
      throw new BrokenPipeException(
          "nobody holds the other end any more: it was closed, or its process has ended: " + this);
    }
  }

  // --- receiving ---------------------------------------------------------------------------------
  @Override
  @SuppressWarnings("unchecked") // messages of type T were sent
  public T recv() throws EOFException, InterruptedException {
    Channel.Message message = take(Integer.MAX_VALUE);
    if (message.bytes() != null) {
      throw new SerializationException(
          "the message was sent as bytes; receive it with recvBytes: length=" + message.length());
    }
    return (T) message.object();
  }

  @Override
  public byte[] recvBytes() throws EOFException, InterruptedException {
    return bytesOf(take(Integer.MAX_VALUE));
  }

  @Override
  public byte[] recvBytes(int maxLength) throws EOFException, InterruptedException {
    if (maxLength < 0) {
      throw new IllegalArgumentException("a length is at least 0: maxLength=" + maxLength);
    }
    return bytesOf(take(maxLength));
  }

  private static byte[] bytesOf(Channel.Message message) {
    if (message.bytes() == null) {
      throw new SerializationException(
          "the message was sent as an object, which is not serialized among threads; receive it"
              + " with recv");
    }
    return message.bytes();
  }

  @Override
  public int recvBytesInto(ByteBuffer buffer) throws EOFException, InterruptedException {
    if (buffer.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    byte[] bytes = recvBytes();
    if (bytes.length > buffer.remaining()) {
      throw new BufferTooShortException(
          "the message is longer than what remains in the buffer: length="
              + bytes.length
              + ", remaining="
              + buffer.remaining(),
          bytes);
    }
    buffer.put(bytes);
    return bytes.length;
  }

  private Channel.Message take(int longest) throws EOFException, InterruptedException {
    try {
      return inChannel().take(longest, this::checkReceive);
    } catch (EndReached e) {
      throw new EOFException("all is received, and nobody holds the other end any more: " + this);
    }
  }

  private void checkReceive(boolean empty) {
    checkOpen();
    if (empty && end.in().isExhausted()) {
      throw new EndReached();
    }
  }

  private Channel inChannel() {
    checkOpen();
    if (end.in() == null) {
      throw new IllegalStateException("this end of a one-way pipe only sends: " + this);
    }
    return end.in();
  }

  /** Comes out of a channel as an {@link EOFException}. */
  private static final class EndReached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EndReached() {
      super(null, null, false, false);
    }
  }

  // --- waiting -----------------------------------------------------------------------------------
  @Override
  public boolean isReady() {
    return poll();
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return poll(timeout);
  }

  @Override
  public boolean poll() {
    Channel in = inChannel();
    return !in.isEmpty() || in.isExhausted();
  }

  @Override
  public boolean poll(Duration timeout) throws InterruptedException {
    Channel in = inChannel();
    long nanos = Milestone.nanos(timeout);
    return nanos == 0
        ? poll()
        : in.awaitMessage(
            nanos,
            () -> {
              checkOpen();
              return in.isExhausted();
            });
  }

  @Override
  public void watch(Runnable watcher) {
    inChannel().watch(watcher);
  }

  @Override
  public void unwatch(Runnable watcher) {
    end.in().unwatch(watcher);
  }

  // --- ending ------------------------------------------------------------------------------------

  /** Whoever uses it holds it. */
  private void checkOpen() {
    door.checkOpen();
    if (!end.hold(Owner.current())) {
      throw new IllegalStateException("this handle was closed: " + this);
    }
  }

  @Override
  public void close() {
    Owner closer = Owner.current();
    door.close();
    end.letGo(closer);
  }

  @Override
  public boolean isClosed() {
    return door.isClosed();
  }

  @Override
  public boolean isReadable() {
    return end.in() != null;
  }

  @Override
  public boolean isWritable() {
    return end.out() != null;
  }

  @Override
  public String toString() {
    return door.name();
  }
}
