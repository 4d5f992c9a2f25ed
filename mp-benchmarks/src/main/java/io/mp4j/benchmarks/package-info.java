/** Measures this library and Python's {@code multiprocessing} side by side, row by row. */
package io.mp4j.benchmarks;
