/**
 * First-in, first-out records between any number of processes: what queues and pipes are made of.
 */
package io.mp4j.ipc.ring;
