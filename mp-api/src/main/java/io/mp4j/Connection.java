package io.mp4j;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * An end of a pipe, through which messages go whole and in order.
 *
 * <p>It is ready when a message, or the end of the conversation, waits to be received. The other
 * end counts as gone once every process that held it has closed it or died, whichever way; what was
 * sent before can still be received. Threads and processes that share an end receive each message
 * once; an end that travels is held by its sender until it has arrived.
 *
 * <p>Answers to Python's {@code multiprocessing.connection.Connection}; there is no {@code fileno}.
 *
 * @param <T> the type of the messages
 */
public interface Connection<T> extends Waitable, Shared {
  /**
   * Sends an object, and waits while much is unread.
   *
   * @param message the object; may be null
   * @throws InterruptedException when the thread is interrupted; nothing was sent
   * @throws SerializationException when it cannot travel
   * @throws BrokenPipeException when the other end is gone
   * @throws IllegalStateException when this end is closed or only receives
   */
  void send(T message) throws InterruptedException;

  /**
   * Receives an object, and waits for one.
   *
   * @return the object; may be null
   * @throws EOFException when all is received and the other end is gone
   * @throws InterruptedException when the thread is interrupted; nothing was received
   * @throws SerializationException when the message cannot be rebuilt here, or was sent as bytes;
   *     it is received
   * @throws IllegalStateException when this end is closed or only sends
   */
  T recv() throws EOFException, InterruptedException;

  /**
   * Sends bytes as one message.
   *
   * @param bytes the message; may be empty
   * @throws InterruptedException when the thread is interrupted; nothing was sent
   * @throws BrokenPipeException when the other end is gone
   * @throws IllegalStateException when this end is closed or only receives
   */
  void sendBytes(byte[] bytes) throws InterruptedException;

  /**
   * Sends a part of an array as one message.
   *
   * @param bytes holds the message
   * @param offset where it begins
   * @param length how long it is; may be 0
   * @throws IndexOutOfBoundsException when the part is not inside the array; nothing was sent
   * @throws InterruptedException when the thread is interrupted; nothing was sent
   * @throws BrokenPipeException when the other end is gone
   * @throws IllegalStateException when this end is closed or only receives
   */
  void sendBytes(byte[] bytes, int offset, int length) throws InterruptedException;

  /**
   * Sends what remains in a buffer as one message; afterwards nothing remains.
   *
   * @param bytes the message, from position to limit
   * @throws InterruptedException when the thread is interrupted; nothing was sent
   * @throws BrokenPipeException when the other end is gone
   * @throws IllegalStateException when this end is closed or only receives
   */
  void sendBytes(ByteBuffer bytes) throws InterruptedException;

  /**
   * Receives a message as bytes, and waits for one; an object's are its serialized form.
   *
   * @return the message
   * @throws EOFException when all is received and the other end is gone
   * @throws InterruptedException when the thread is interrupted; nothing was received
   * @throws IllegalStateException when this end is closed or only sends
   */
  byte[] recvBytes() throws EOFException, InterruptedException;

  /**
   * Receives a message as bytes, unless it is too long: then it stays and can be received by
   * another call. Python drops it, and closes the connection.
   *
   * @param maxLength how many bytes are accepted
   * @return the message
   * @throws EOFException when all is received and the other end is gone
   * @throws InterruptedException when the thread is interrupted; nothing was received
   * @throws MpException when the message is longer
   * @throws IllegalArgumentException when the length is negative
   * @throws IllegalStateException when this end is closed or only sends
   */
  byte[] recvBytes(int maxLength) throws EOFException, InterruptedException;

  /**
   * Receives a message into a buffer, from its position on, and moves the position behind it.
   *
   * @param buffer where the message goes
   * @return the length of the message
   * @throws BufferTooShortException when less remains in the buffer; it carries the message
   * @throws EOFException when all is received and the other end is gone
   * @throws InterruptedException when the thread is interrupted; nothing was received
   * @throws IllegalStateException when this end is closed or only sends
   */
  int recvBytesInto(ByteBuffer buffer) throws EOFException, InterruptedException;

  /**
   * Tells whether a message, or the end, can be received without waiting.
   *
   * @return true when it can
   * @throws IllegalStateException when this end is closed or only sends
   */
  boolean poll();

  /**
   * Waits until a message, or the end, can be received. The same as {@link #await}.
   *
   * @param timeout how long to wait; zero or negative only looks
   * @return true when it can, false when the time was up
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalStateException when this end is closed or only sends
   */
  boolean poll(Duration timeout) throws InterruptedException;

  /**
   * Tells whether this end receives.
   *
   * @return false for the sending end of a one-way pipe
   */
  boolean isReadable();

  /**
   * Tells whether this end sends.
   *
   * @return false for the receiving end of a one-way pipe
   */
  boolean isWritable();
}
