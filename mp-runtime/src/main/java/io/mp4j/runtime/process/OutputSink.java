package io.mp4j.runtime.process;

/** Takes the blocks that an {@link OutputPump} reads. Confined to the pump's thread. */
interface OutputSink {
  /** Drops everything. */
  OutputSink NONE = (block, length) -> {};

  void accept(byte[] block, int length);

  /** There will be no more blocks. */
  default void end() {}

  /** Returns how many pieces of blocks are dealt with; any thread may ask. */
  default int handled() {
    return 0;
  }
}
