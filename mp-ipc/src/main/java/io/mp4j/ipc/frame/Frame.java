package io.mp4j.ipc.frame;

/**
 * One message on a connection.
 *
 * @param type what it says
 * @param body its contents, which belong to the frame from now on; empty when the type says it all
 */
public record Frame(FrameType type, byte[] body) {
  private static final byte[] EMPTY = {};

  /**
   * Makes a frame without a body.
   *
   * @param type what it says
   * @return the frame
   */
  public static Frame of(FrameType type) {
    return new Frame(type, EMPTY);
  }

  @Override
  public String toString() {
    return type + "[" + body.length + " bytes]";
  }
}
