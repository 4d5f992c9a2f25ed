package io.mp4j.ipc.ring;

/**
 * What was taken out of a ring.
 *
 * @param kind what its producer said it is
 * @param bytes what it holds
 */
public record RingRecord(int kind, byte[] bytes) {}
