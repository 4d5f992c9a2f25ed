package io.mp4j.runtime.wire;

/**
 * Stands in the place of a result.
 *
 * @param error what the task threw, or why its result could not travel
 */
public record TaskFailure(Throwable error) {}
