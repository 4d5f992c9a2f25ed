package io.mp4j.ipc.codec;

/** Marks what belongs to the process that made it, and is refused with these words. */
public interface StaysHere {}
