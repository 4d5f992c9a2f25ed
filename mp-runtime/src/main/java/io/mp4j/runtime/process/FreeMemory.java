package io.mp4j.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory there is for another JVM: what the kernel can give without swapping ({@code
 * MemAvailable} of proc(5)), and what the control group of this process has left (cgroup v2, {@code
 * memory.max} and {@code memory.current}).
 */
final class FreeMemory {
  /** So much has to be left for the program itself: what eight idle children take, about. */
  private static final long ENOUGH = 320L << 20;

  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path GROUP = Path.of("/sys/fs/cgroup");
  private static final String AVAILABLE = "MemAvailable:";

  private FreeMemory() {}

  /** Tells whether a JVM may wait for work; true where it cannot be told. */
  static boolean isEnough() {
    return Math.min(available(), leftInGroup()) >= ENOUGH;
  }

  private static long available() {
    for (String line : read(MEMORY).split("\n", -1)) {
      if (line.startsWith(AVAILABLE)) {
        String number = line.substring(AVAILABLE.length()).strip().split(" ", 2)[0];
        return number(number) << 10;
      }
    }
    return Long.MAX_VALUE;
  }

  /** No limit says {@code max}, which is no number. */
  private static long leftInGroup() {
    long max = number(read(GROUP.resolve("memory.max")).strip());
    return max == Long.MAX_VALUE
        ? max
        : max - number(read(GROUP.resolve("memory.current")).strip());
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException none) {
      return Long.MAX_VALUE;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException notThere) {
      return "";
    }
  }
}
