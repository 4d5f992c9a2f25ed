/**
 * What travels over a socket between two JVMs: length-prefixed, versioned frames with a size limit.
 */
package io.mp4j.ipc.frame;
