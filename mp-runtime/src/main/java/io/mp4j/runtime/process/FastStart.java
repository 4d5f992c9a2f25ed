package io.mp4j.runtime.process;

import io.mp4j.runtime.archive.ArchiveMaker;

/** Whether children are started by all means that make it fast; for comparison, and for trouble. */
final class FastStart {
  private static final boolean ON =
      !"off".equalsIgnoreCase(System.getProperty("io.mp4j.fastStart", "on"));

  private static final boolean ARCHIVES = ON && !Boolean.getBoolean(ArchiveMaker.TRAINING);

  private FastStart() {}

  /**
   * Tells what {@code -Dio.mp4j.fastStart} says: when it is {@code off}, links go by sockets, and
   * there are no archives of classes and no spares.
   */
  static boolean isOn() {
    return ON;
  }

  /** Tells whether children use archives of classes: not those whose classes make one. */
  static boolean usesArchives() {
    return ARCHIVES;
  }
}
