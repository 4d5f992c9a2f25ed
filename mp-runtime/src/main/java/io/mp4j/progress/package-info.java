/** A progress listener that draws bars on the terminal. */
package io.mp4j.progress;
