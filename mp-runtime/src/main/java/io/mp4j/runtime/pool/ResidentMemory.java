package io.mp4j.runtime.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How much memory processes have, as Linux tells: see {@code VmRSS} in proc(5). */
final class ResidentMemory {
  private static final String LINE = "VmRSS:";
  private static final int KIB = 1024;

  private ResidentMemory() {}

  /** Returns bytes; empty when the process has ended, or this is another platform. */
  static OptionalLong of(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(LINE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
          .findFirst();
    } catch (IOException | RuntimeException e) { // it may end while it is read
      return OptionalLong.empty();
    }
  }
}
