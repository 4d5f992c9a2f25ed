package io.mp4j.ipc.park;

import java.io.IOException;

/** Sends messages that wake another process. */
interface Messenger {
  /** Sends one, never waiting for the other process. */
  void send() throws IOException;

  /** The process is gone. */
  void close() throws IOException;
}
