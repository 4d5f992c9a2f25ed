/** The parent's side of a child process: launching it, talking to it, seeing it end. */
package io.mp4j.runtime.process;
