/** The lock that survives the death of its owner. */
package io.mp4j.ipc.lock;
