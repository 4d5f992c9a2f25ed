/**
 * Code that travels: serializable functional interfaces that may throw.
 *
 * <p>They stand where {@code java.lang.Runnable} and {@code java.util.function.Function} would, so
 * that a lambda handed to a process or a pool needs neither a cast to {@link java.io.Serializable}
 * nor a {@code try} block. {@code ActionN} takes N arguments and returns nothing, {@code FunctionN}
 * takes N arguments and returns a result.
 */
package io.mp4j.function;
