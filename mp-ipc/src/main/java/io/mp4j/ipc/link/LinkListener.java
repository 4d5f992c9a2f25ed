package io.mp4j.ipc.link;

/** Where a parent waits for its children. Safe for all threads. */
public interface LinkListener extends AutoCloseable {
  /**
   * Announces a child that will connect.
   *
   * @param token the secret that it will show; valid for one connection
   * @param receiver what will take its frames
   * @return the door that it will come through
   */
  Door expect(Token token, FrameReceiver receiver);

  /**
   * Says that a child has ended, or will not come: when nothing more of it can arrive, its receiver
   * is told so.
   *
   * @param childId the number that its door names
   */
  void forget(long childId);

  /** Lets nobody in any more. */
  @Override
  void close();
}
