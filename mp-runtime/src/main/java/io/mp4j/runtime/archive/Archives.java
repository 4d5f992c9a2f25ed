package io.mp4j.runtime.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The archives that this program has asked for, by what its children's JVMs are like. */
public final class Archives {
  private static final Map<Wish, ArchiveUse> KNOWN = new ConcurrentHashMap<>();

  private Archives() {}

  private record Wish(
      Path javaHome, List<String> arguments, List<String> variables, boolean wideHeap) {}

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
    Wish wish =
        new Wish(javaHome, JvmOptions.forKey(arguments), JvmOptions.forKey(variables), wideHeap);
    ArchiveUse use = KNOWN.computeIfAbsent(wish, missing -> find(ours, missing));
    return use.isPossible() ? Optional.of(use) : Optional.empty();
  }

  private static ArchiveUse find(Path ours, Wish wish) {
    Jvm jvm = Jvm.at(wish.javaHome);
    try {
      if (jvm.hasArchives()) {
        Optional<String> key = ArchiveKey.of(jvm, wish.arguments, wish.variables, wish.wideHeap);
        if (key.isPresent()) {
          ArchiveKind kind = ArchiveKind.of(jvm.feature());
          return new ArchiveUse(new Archive(CacheDirectory.location(), key.get(), kind), ours);
        }
      }
    } catch (IOException | RuntimeException unreadable) {
      // without an archive, then; whoever reads the paths next will say what is wrong with them
    }
    return ArchiveUse.NONE;
  }
}
