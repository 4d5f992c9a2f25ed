package io.mp4j.runtime.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Names the archive for a JVM with its options and class path: another name for any difference. */
final class ArchiveKey {
  /** Grows when children of the same class path need other archives. */
  private static final String LAYOUT = "2";

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private ArchiveKey() {}

  /**
   * Computes the name.
   *
   * @param arguments those that stand between {@code java} and the main class and matter
   * @param variables those in the environment that matter
   * @param wideHeap whether references do not fit 32 bits
   * @return a word for file names; empty when there can be no archive
   */
  static Optional<String> of(
      Jvm jvm, List<String> arguments, List<String> variables, boolean wideHeap)
      throws IOException {
    Optional<List<String>> classPath = ClassPath.describe(arguments);
    if (classPath.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>(List.of(LAYOUT, System.getProperty("os.arch", "")));
    lines.add(Integer.toString(jvm.feature()));
    for (Path part : jvm.parts()) {
      lines.add(ClassPath.describe(part));
    }
    lines.add(wideHeap ? "wide" : "narrow");
    lines.addAll(variables);
    lines.addAll(arguments);
    lines.addAll(classPath.get());
    return Optional.of(hash(String.join("\n", lines)));
  }

  /**
   * FNV-1a of 64 bits (RFC 9923), which tells a user's few archives apart. A digest of the JDK's
   * would take a program's first start 10 ms, for the classes of its security providers.
   */
  private static String hash(String text) {
    long hash = FNV_OFFSET;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
    }
    return HexFormat.of().toHexDigits(hash);
  }
}
