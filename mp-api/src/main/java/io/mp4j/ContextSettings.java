package io.mp4j;

import io.mp4j.spi.TravelSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of a context; changed only between the copy and its publication. */
final class ContextSettings {
  List<String> jvmOptions = List.of();
  String heap;
  Map<String, Optional<String>> environment = Map.of();
  Path directory;
  Map<String, String> systemProperties = Map.of();
  List<Path> extraClassPath = List.of();
  Path javaHome;
  boolean classesFromParent = true;
  String namePrefix = "Process";
  Output stdout = Output.inherit();
  Output stderr = Output.inherit();
  OrphanPolicy orphanPolicy = OrphanPolicy.EXIT;
  Duration startTimeout = Duration.ofMinutes(1);
  TravelSettings travel = TravelSettings.NONE;
  boolean debug;
  int spares = 1;
  Duration spareIdleTime = Duration.ofSeconds(30);
  boolean small;

  ContextSettings() {}

  ContextSettings(ContextSettings other) {
    jvmOptions = other.jvmOptions;
    heap = other.heap;
    environment = other.environment;
    directory = other.directory;
    systemProperties = other.systemProperties;
    extraClassPath = other.extraClassPath;
    javaHome = other.javaHome;
    classesFromParent = other.classesFromParent;
    namePrefix = other.namePrefix;
    stdout = other.stdout;
    stderr = other.stderr;
    orphanPolicy = other.orphanPolicy;
    startTimeout = other.startTimeout;
    travel = other.travel;
    debug = other.debug;
    spares = other.spares;
    spareIdleTime = other.spareIdleTime;
    small = other.small;
  }
}
