/** Mapped files that several processes read and write in place. */
package io.mp4j.ipc.memory;
