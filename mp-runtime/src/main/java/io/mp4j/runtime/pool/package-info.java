/** The pool: one scheduler in the parent that decides, workers that pull. */
package io.mp4j.runtime.pool;
