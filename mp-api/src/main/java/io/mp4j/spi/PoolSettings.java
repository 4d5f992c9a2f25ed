package io.mp4j.spi;

/**
 * What a {@link io.mp4j.Pool.Builder} collected.
 *
 * @param processes how many workers, at least 1
 * @param name the name of the pool; null for a name by number
 */
public record PoolSettings(int processes, String name) {}
