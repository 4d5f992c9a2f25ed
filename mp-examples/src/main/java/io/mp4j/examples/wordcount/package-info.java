/** Counts the words of many files in parallel: a real job for a pool. */
package io.mp4j.examples.wordcount;
