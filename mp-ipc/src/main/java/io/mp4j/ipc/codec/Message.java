package io.mp4j.ipc.codec;

/**
 * An encoded message that has come.
 *
 * @param bytes what {@link Codec} or {@link Encoder} wrote
 * @param parts the arrays that have come beside it; the message can be decoded once
 */
public record Message(byte[] bytes, Parts parts) {}
