package io.mp4j.spi;

import io.mp4j.function.Function1;

/**
 * How objects of one class travel by the means of users.
 *
 * @param type the class, or what its objects implement or extend
 * @param reduce gives what travels in place of an object
 * @param rebuild makes an object of it where it arrives
 */
public record Reduction(
    Class<?> type, Function1<Object, Object> reduce, Function1<Object, Object> rebuild) {}
