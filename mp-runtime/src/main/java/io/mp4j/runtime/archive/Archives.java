package io.mp4j.runtime.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The archives that this program has asked for, by what its children's JVMs are like. */
public final class Archives {
  /** By all that tells one from another; not by records, which are slow when first compared. */
  private static final Map<List<Object>, ArchiveUse> KNOWN = new ConcurrentHashMap<>();

  private Archives() {}

  /**
   * Returns what is known of the archive for a JVM.
   *
   * @param ours a file that is known to be this user's
   * @param javaHome its installation
   * @param arguments all that stands between {@code java} and the main class
   * @param variables the options that it finds in its environment
   * @param wideHeap whether its heap is too large for references of 32 bits
   * @return what to do with it; empty when such a JVM has none
   */
  public static Optional<ArchiveUse> of(
      Path ours, Path javaHome, List<String> arguments, List<String> variables, boolean wideHeap) {
    if (!JvmOptions.allowArchive(variables) || !JvmOptions.allowArchive(arguments)) {
      return Optional.empty();
    }
    List<String> options = JvmOptions.forKey(arguments);
    List<String> inherited = JvmOptions.forKey(variables);
    ArchiveUse use =
        KNOWN.computeIfAbsent(
            List.of(javaHome, options, inherited, wideHeap),
            missing -> find(ours, Jvm.at(javaHome), options, inherited, wideHeap));
    return use.isPossible() ? Optional.of(use) : Optional.empty();
  }

  private static ArchiveUse find(
      Path ours, Jvm jvm, List<String> arguments, List<String> variables, boolean wideHeap) {
    try {
      if (jvm.hasArchives()) {
        Optional<String> key = ArchiveKey.of(jvm, arguments, variables, wideHeap);
        if (key.isPresent()) {
          Archive archive = new Archive(CacheDirectory.location(), key.get());
          return new ArchiveUse(archive, jvm.feature(), ours);
        }
      }
    } catch (IOException | RuntimeException unreadable) {
      // without an archive, then; whoever reads the paths next will say what is wrong with them
    }
    return ArchiveUse.NONE;
  }
}
