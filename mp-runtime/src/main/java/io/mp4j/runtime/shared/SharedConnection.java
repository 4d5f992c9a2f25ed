package io.mp4j.runtime.shared;

import io.mp4j.BrokenPipeException;
import io.mp4j.BufferTooShortException;
import io.mp4j.Connection;
import io.mp4j.Duplex;
import io.mp4j.Pipe;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.park.Parking;
import io.mp4j.ipc.ring.Ring;
import io.mp4j.ipc.ring.RingRecord;
import io.mp4j.ipc.tree.Attachment;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.Objects;

/**
 * An end of a pipe: it reads one ring, writes another, or does one of both. The holders of a ring
 * are told apart by role, so that either side can tell when the other is gone.
 */
final class SharedConnection<T> implements Connection<T>, Traveller {
  private static final int WRITER = 0;
  private static final int READER = 1;
  private static final int ROLES = 2;
  private static final int LOOK_EVERY = 256;

  /** Null for an end that only sends. */
  private final Handle<Ring> in;

  /** Null for an end that only receives. */
  private final Handle<Ring> out;

  private final Codec codec;

  // Made once: a lambda for each call would cost as much as the call.
  private final Runnable checkSend = this::checkSend;
  private final Runnable lookForReader = this::lookForReader;
  private final Ring.Check checkReceive = this::checkReceive;
  private final Runnable lookForWriter = this::lookForWriter;

  private volatile boolean closed;

  /** Threads may lose counts of each other: it only says when to look. */
  private int sent;

  private SharedConnection(Handle<Ring> in, Handle<Ring> out, Codec codec) {
    this.in = in;
    this.out = out;
    this.codec = codec;
  }

  static <T> Pipe<T> pipe(Duplex duplex, Codec codec) {
    Membership.begin();
    Attachment<Ring> there = Ring.create(ROLES, Ring.BY_BYTES);
    if (duplex == Duplex.OFF) {
      return new Pipe<>(
          new SharedConnection<>(Handle.of("Connection", there, READER), null, codec),
          new SharedConnection<>(null, Handle.of("Connection", there, WRITER), codec));
    }
    Attachment<Ring> back = Ring.create(ROLES, Ring.BY_BYTES);
    return new Pipe<>(
        new SharedConnection<>(
            Handle.of("Connection", there, READER), Handle.of("Connection", back, WRITER), codec),
        new SharedConnection<>(
            Handle.of("Connection", back, READER), Handle.of("Connection", there, WRITER), codec));
  }

  /** What travels. */
  private record Ref(Handle.Ticket in, Handle.Ticket out, byte[] settings) implements Reference {
    @Override
    public Object arrive() {
      return new SharedConnection<>(arrive(in), arrive(out), SharedCodec.arrived(settings));
    }

    private static Handle<Ring> arrive(Handle.Ticket ticket) {
      return ticket == null ? null : Handle.arrive(ticket, SegmentKind.RING, Ring.class, Ring::of);
    }
  }

  @Override
  public Reference depart(Journey journey) {
    return new Ref(
        in == null ? null : in.depart(journey),
        out == null ? null : out.depart(journey),
        SharedCodec.settingsOf(codec));
  }

  // --- sending -----------------------------------------------------------------------------------
  @Override
  public void send(T message) throws InterruptedException {
    Ring ring = outRing();
    boolean unused = Channel.put(codec, ring, message, Long.MAX_VALUE, checkSend, lookForReader);
  }

  @Override
  public void sendBytes(byte[] bytes) throws InterruptedException {
    sendBytes(bytes, 0, bytes.length);
  }

  @Override
  public void sendBytes(byte[] bytes, int offset, int length) throws InterruptedException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    RingRecord record = new RingRecord(Channel.BYTES, bytes, offset, length);
    boolean unused = outRing().put(record, Long.MAX_VALUE, checkSend, lookForReader);
  }

  @Override
  public void sendBytes(ByteBuffer bytes) throws InterruptedException {
    if (bytes.hasArray()) {
      sendBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    } else {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      sendBytes(copy);
    }
    bytes.position(bytes.limit());
  }

  /** Now and then looks whether a reader has died, of whom nobody else tells. */
  private Ring outRing() {
    checkOpen();
    if ((++sent & (LOOK_EVERY - 1)) == 0) {
      lookForReader();
    }
    if (out == null) {
      throw new IllegalStateException("this end of a one-way pipe only receives: " + this);
    }
    return out.state();
  }

  private void checkSend() {
    out.checkOpen();
    if ((out.state().state() & Ring.NO_CONSUMERS) != 0) {
      throw new BrokenPipeException(
          "nobody holds the other end any more: it was closed, or its process has ended: " + this);
    }
  }

  private void lookForReader() {
    if (out != null && !out.attachment().isHeld(READER)) {
      out.state().end(Ring.NO_CONSUMERS);
    }
  }

  // --- receiving ---------------------------------------------------------------------------------
  @Override
  @SuppressWarnings("unchecked") // messages of type T were sent
  public T recv() throws EOFException, InterruptedException {
    return (T) Channel.decode(codec, receive(Long.MAX_VALUE));
  }

  @Override
  public byte[] recvBytes() throws EOFException, InterruptedException {
    return Channel.bytes(receive(Long.MAX_VALUE));
  }

  @Override
  public byte[] recvBytes(int maxLength) throws EOFException, InterruptedException {
    if (maxLength < 0) {
      throw new IllegalArgumentException("a length is at least 0: maxLength=" + maxLength);
    }
    return Channel.bytes(receive(maxLength));
  }

  @Override
  public int recvBytesInto(ByteBuffer buffer) throws EOFException, InterruptedException {
    if (buffer.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    byte[] bytes = Channel.bytes(receive(Long.MAX_VALUE));
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

  private RingRecord receive(long longest) throws EOFException, InterruptedException {
    Ring ring = inRing();
    try {
      return ring.take(longest, Long.MAX_VALUE, checkReceive, lookForWriter);
    } catch (EndReached e) {
      throw new EOFException("all is received, and nobody holds the other end any more: " + this);
    }
  }

  private Ring inRing() {
    checkOpen();
    if (in == null) {
      throw new IllegalStateException("this end of a one-way pipe only sends: " + this);
    }
    return in.state();
  }

  private void checkReceive(boolean empty) {
    in.checkOpen();
    if (empty && isAtEnd()) {
      throw new EndReached();
    }
  }

  private boolean isAtEnd() {
    return in.state().isExhausted(Ring.NO_PRODUCERS);
  }

  private void lookForWriter() {
    if (!in.attachment().isHeld(WRITER)) {
      in.state().end(Ring.NO_PRODUCERS);
      lookForReader(); // who wrote here may be who read there
    }
  }

  /** Comes out of the depths of a ring as an {@link EOFException}. */
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
    Ring ring = inRing();
    if (!ring.isEmpty()) {
      return true;
    }
    lookForWriter();
    return !ring.isEmpty() || isAtEnd();
  }

  @Override
  public boolean poll(Duration timeout) throws InterruptedException {
    Ring ring = inRing();
    long nanos = Parking.nanos(timeout);
    if (nanos == 0) {
      return poll();
    }
    return ring.awaitRecord(nanos, this::endsWait, this::lookForWriter);
  }

  private boolean endsWait() {
    in.checkOpen();
    return isAtEnd();
  }

  /** Returns what threads sleep on that wait for this and others. */
  Handle<Ring> waitable() {
    Ring unused = inRing();
    return in;
  }

  // --- ending ------------------------------------------------------------------------------------
  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this handle was closed: " + this);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (in != null) {
      in.close(in.state()::wakeAll);
    }
    if (out != null) {
      out.close(out.state()::wakeAll);
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isReadable() {
    return in != null;
  }

  @Override
  public boolean isWritable() {
    return out != null;
  }

  @Override
  public String toString() {
    return "Connection "
        + (in == null ? "" : "from " + in.attachment().name())
        + (in == null || out == null ? "" : " ")
        + (out == null ? "" : "to " + out.attachment().name());
  }
}
