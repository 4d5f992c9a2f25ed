/** Counts byte values with several processes that add to one shared array. */
package io.mp4j.examples.histogram;
