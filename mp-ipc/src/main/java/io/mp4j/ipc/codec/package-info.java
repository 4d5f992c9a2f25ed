/** Objects to bytes and back with Kryo, for what programs send between their processes. */
package io.mp4j.ipc.codec;
