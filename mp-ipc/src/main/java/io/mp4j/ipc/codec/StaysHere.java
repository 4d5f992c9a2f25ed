package io.mp4j.ipc.codec;

/** Marks classes whose objects belong to the process that made them, and are refused. */
public interface StaysHere {}
