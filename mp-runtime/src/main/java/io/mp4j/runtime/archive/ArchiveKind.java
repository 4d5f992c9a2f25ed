package io.mp4j.runtime.archive;

import java.nio.file.Path;
import java.util.List;

/** The kinds of archives that JVMs know, each with the options that make and use it. */
enum ArchiveKind {
  /** Classes beside those of the JDK's own archive, written when a JVM exits. */
  DYNAMIC(".jsa") {
    @Override
    List<String> toRecord(Path file) {
      return List.of("-XX:ArchiveClassesAtExit=" + file);
    }

    @Override
    List<String> toAssemble(Path recorded, Path file) {
      return List.of();
    }

    @Override
    List<String> toUse(Path file) {
      return List.of("-Xlog:cds*=off", "-XX:SharedArchiveFile=" + file);
    }
  },

  /** Linked classes with the JDK's among them, assembled of what a JVM recorded by another. */
  AHEAD_OF_TIME(".aot") {
    @Override
    List<String> toRecord(Path file) {
      return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + file);
    }

    @Override
    List<String> toAssemble(Path recorded, Path file) {
      return List.of(
          "-XX:AOTMode=create", "-XX:AOTConfiguration=" + recorded, "-XX:AOTCache=" + file);
    }

    @Override
    List<String> toUse(Path file) {
      return List.of("-Xlog:cds*=off", "-Xlog:aot*=off", "-XX:AOTCache=" + file);
    }
  };

  /**
   * The first version whose caches hold all that is needed here; the one before has no profiles.
   */
  private static final int FIRST_AHEAD_OF_TIME = 25;

  private final String suffix;

  ArchiveKind(String suffix) {
    this.suffix = suffix;
  }

  static ArchiveKind of(int feature) {
    return feature >= FIRST_AHEAD_OF_TIME ? AHEAD_OF_TIME : DYNAMIC;
  }

  String suffix() {
    return suffix;
  }

  /** Has a JVM write a file when it exits. */
  abstract List<String> toRecord(Path file);

  /** Has another JVM make the archive of that file; empty when it is one already. */
  abstract List<String> toAssemble(Path recorded, Path file);

  /**
   * Has a JVM use an archive, or do without and say nothing: it would print what is wrong with the
   * file to the output of users. Their own wishes for logs stand behind these options.
   */
  abstract List<String> toUse(Path file);
}
