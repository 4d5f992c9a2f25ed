package io.mp4j;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a worker of a pool is doing and has done.
 *
 * @param index its place in the pool, from 0; one that replaces it has the same
 * @param name its name
 * @param pid the operating system's id of its process
 * @param state where it is in its life
 * @param tasks how many items it has worked off
 * @param busy how long it has worked on items
 * @param idle how long it has waited for items
 * @param startUp how long it took from its launch until it could take an item; so far, while it is
 *     starting
 * @param serialization how long the pool has taken to encode for it and to rebuild what it sent
 * @param resident bytes of its resident memory; empty where the platform does not tell
 * @param heap bytes that its heap had in use when it looked last; empty before that
 */
public record WorkerStats(
    int index,
    String name,
    long pid,
    State state,
    long tasks,
    Duration busy,
    Duration idle,
    Duration startUp,
    Duration serialization,
    OptionalLong resident,
    OptionalLong heap) {
  /** Where a worker is in its life. */
  public enum State {
    /** Its JVM comes up, or its initializer runs. */
    STARTING,
    /** It waits for items. */
    IDLE,
    /** It works on items. */
    BUSY,
    /** It was told to leave. */
    STOPPING
  }
}
