package io.mp4j.runtime.process;

import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import java.time.Duration;

/**
 * Who wants to hear of a child, beside what it is to do: that is let go once it was sent.
 *
 * @param events takes its frames
 * @param codec rebuilds what it throws
 * @param journey what the target carries of shared memory, held until it has arrived or cannot
 * @param startTimeout how long the child may take to connect
 */
record Assignment(ChildEvents events, Codec codec, Journey journey, Duration startTimeout) {}
