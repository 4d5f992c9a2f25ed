/**
 * Python-like multiprocessing for the JVM: every process is a child JVM.
 *
 * <p>Start at {@link io.mp4j.Mp}, which mirrors the functions of Python's {@code multiprocessing}
 * module; a {@link io.mp4j.Context} offers the same with settings of its own.
 *
 * <p>Everything here is safe for all threads of the process that made it, unless its class says
 * otherwise. Parameters and results are never null unless the method says so; values that travel to
 * another process may be.
 */
package io.mp4j;
