package io.mp4j.examples.wordcount;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a worker says of one file.
 *
 * @param path the file
 * @param bytes its size; 0 when it was left out
 * @param words how often each word occurs
 * @param pid the process that counted
 * @param leftOut why the file was left out; null when it was counted
 */
record FileCount(Path path, long bytes, Map<String, Integer> words, long pid, String leftOut) {
  /** As git does, a file with a NUL byte near its beginning is taken for binary. */
  private static final int LOOK_FOR_NUL = 8000;

  /** Counts the words of a file: runs of letters and digits, in lower case. */
  static FileCount of(Path path) {
    long pid = ProcessHandle.current().pid();
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException | OutOfMemoryError e) {
      return new FileCount(path, 0, Map.of(), pid, "unreadable: " + e);
    }
    if (isBinary(bytes)) {
      return new FileCount(path, 0, Map.of(), pid, "binary");
    }
    return new FileCount(path, bytes.length, count(bytes), pid, null);
  }

  private static boolean isBinary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, LOOK_FOR_NUL); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, Integer> count(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    Map<String, Integer> words = new HashMap<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean inWord = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
      if (inWord && start < 0) {
        start = i;
      } else if (!inWord && start >= 0) {
        words.merge(text.substring(start, i), 1, Integer::sum);
        start = -1;
      }
    }
    return words;
  }
}
