package io.mp4j.runtime.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The options by which JVMs make and use an archive: one that holds the JDK's classes as well as
 * those of the class path, see "Class Data Sharing" in the manual of {@code java}.
 *
 * <p>The JDK makes two others. One holds only what the JDK's own archive does not, and a child that
 * maps both is up 3 to 8 ms later. The other, Java 25's cache of classes that are linked ahead of
 * time, links all that was recorded, whatever a child needs of it: 15 ms.
 */
final class ArchiveOptions {
  static final String SUFFIX = ".jsa";

  /** The first version whose log says {@code aot} for {@code cds}; earlier ones refuse the word. */
  private static final int FIRST_WITH_OTHER_LOG = 25;

  private ArchiveOptions() {}

  /** Has a JVM write down the classes that it loads. */
  static List<String> toRecord(Path classes) {
    return List.of("-XX:DumpLoadedClassList=" + classes);
  }

  /** Has another make the archive of them. */
  static List<String> toAssemble(Path classes, Path archive) {
    return List.of(
        "-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + archive);
  }

  /**
   * Has a JVM use an archive, or do without and say nothing: it would print what is wrong with the
   * file to the output of users. Their own wishes for logs stand behind these options.
   *
   * <p>It is mapped where it was made for. Elsewhere, which is the default of late, all pointers in
   * it are changed first: each child has 10 MiB more of its own, and is up 4 to 8 ms later.
   *
   * @param feature the JVM's version
   */
  static List<String> toUse(Path archive, int feature) {
    List<String> options = new ArrayList<>(List.of("-Xlog:cds*=off"));
    if (feature >= FIRST_WITH_OTHER_LOG) {
      options.add("-Xlog:aot*=off");
    }
    options.add("-XX:+UnlockDiagnosticVMOptions");
    options.add("-XX:ArchiveRelocationMode=0");
    options.add("-XX:SharedArchiveFile=" + archive);
    return options;
  }

  /** Has a JVM end at once when it cannot use the archive. */
  static String orFail() {
    return "-Xshare:on";
  }
}
