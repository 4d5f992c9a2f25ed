/** How threads of several processes wait for each other: they spin for a moment, then sleep. */
package io.mp4j.ipc.park;
