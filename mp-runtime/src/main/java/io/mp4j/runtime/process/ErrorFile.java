package io.mp4j.runtime.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a JVM writes what it knows of its own crash.
 *
 * @param directory its working directory
 * @param option the value of its last {@code -XX:ErrorFile}; null when there is none
 */
record ErrorFile(Path directory, String option) {
  private static final String OPTION = "-XX:ErrorFile=";

  static ErrorFile of(LaunchPlan plan) {
    String last = null;
    for (String argument : plan.arguments()) {
      if (argument.startsWith(OPTION)) {
        last = argument.substring(OPTION.length());
      }
    }
    return new ErrorFile(plan.directory().orElse(Path.of("")).toAbsolutePath(), last);
  }

  /** Returns the places, the first that it tries first. */
  List<Path> places(long pid) {
    String usual = "hs_err_pid" + pid + ".log";
    List<Path> places = new ArrayList<>();
    if (option != null) {
      places.add(directory.resolve(option.replace("%p", Long.toString(pid))));
    }
    places.add(directory.resolve(usual));
    places.add(Path.of(System.getProperty("java.io.tmpdir"), usual));
    return places;
  }
}
