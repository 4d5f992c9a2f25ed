/**
 * Connections between a JVM and its children: Netty on Unix domain sockets in a private directory,
 * and the handshake that opens them.
 */
package io.mp4j.ipc.link;
