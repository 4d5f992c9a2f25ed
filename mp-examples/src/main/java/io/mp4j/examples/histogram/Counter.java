package io.mp4j.examples.histogram;

import io.mp4j.LongArray;
import io.mp4j.Queue;
import io.mp4j.QueueShutdownException;
import io.mp4j.function.Action0;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process does: it takes files from the queue and adds what it counts to the shared arrays.
 *
 * @param index which of the processes it is
 * @param files what there is to count; shut down when all is in it
 * @param bytes how often each byte value occurs
 * @param done how many files each process has counted
 */
record Counter(int index, Queue<Path> files, LongArray bytes, LongArray done) implements Action0 {
  private static final int BUFFER = 1 << 16;

  @Override
  public void run() throws InterruptedException {
    try {
      while (true) {
        count(files.get());
      }
    } catch (QueueShutdownException e) {
      // That is how the queue says that there will be no more.
    }
  }

  private void count(Path file) {
    long[] counts;
    try {
      counts = countsOf(file);
    } catch (IOException e) {
      System.err.println("cannot read " + file + ": " + e);
      return;
    }
    for (int value = 0; value < counts.length; value++) {
      if (counts[value] > 0) {
        bytes.getAndAdd(value, counts[value]);
      }
    }
    done.getAndAdd(index, 1);
  }

  private static long[] countsOf(Path file) throws IOException {
    long[] counts = new long[Histogram.BYTE_VALUES];
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        for (int i = 0; i < length; i++) {
          counts[buffer[i] & 0xff]++;
        }
      }
    }
    return counts;
  }
}
