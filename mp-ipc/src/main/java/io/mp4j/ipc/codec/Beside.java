package io.mp4j.ipc.codec;

import java.io.Serializable;

/**
 * Stands in a stream of Java serialization for an object that travels beside it.
 *
 * @param index which one
 */
record Beside(int index) implements Serializable {}
