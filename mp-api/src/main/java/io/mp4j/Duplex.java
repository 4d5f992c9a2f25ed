package io.mp4j;

/** Whether messages go through a pipe in both directions. */
public enum Duplex {
  /** Both ends send and receive. */
  ON,
  /** One end only receives, the other only sends. */
  OFF
}
