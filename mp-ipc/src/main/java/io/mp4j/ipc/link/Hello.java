package io.mp4j.ipc.link;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameException;
import io.mp4j.ipc.frame.FrameType;
import java.nio.ByteBuffer;

/**
 * The body of the first frame, in which a child proves itself.
 *
 * <pre>
 *   0          8      40
 *   +----------+-------+
 *   | child id | token |
 *   +----------+-------+
 *   |   u64    | bytes |
 * </pre>
 *
 * It has a layout of its own because nothing of an unproved peer is handed to a serializer.
 *
 * @param childId which of the expected children calls
 * @param token the secret that this child alone was given
 */
record Hello(long childId, Token token) {
  private static final int LENGTH = Long.BYTES + Token.LENGTH;

  Frame toFrame() {
    ByteBuffer body = ByteBuffer.allocate(LENGTH);
    body.putLong(childId).put(token.bytes());
    return new Frame(FrameType.HELLO, body.array());
  }

  static Hello from(Frame frame) {
    if (frame.type() != FrameType.HELLO || frame.body().length != LENGTH) {
      throw new FrameException("the first frame is no hello: frame=" + frame);
    }
    ByteBuffer body = ByteBuffer.wrap(frame.body());
    long childId = body.getLong();
    byte[] token = new byte[Token.LENGTH];
    body.get(token);
    return new Hello(childId, new Token(token));
  }
}
