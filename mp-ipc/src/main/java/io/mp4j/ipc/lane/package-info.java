/** Between a pool and each of its workers: chunks one way, outcomes the other, in shared memory. */
package io.mp4j.ipc.lane;
