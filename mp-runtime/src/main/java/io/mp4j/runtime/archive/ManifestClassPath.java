package io.mp4j.runtime.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The jars that a jar's manifest puts on the class path behind it. */
final class ManifestClassPath {
  private ManifestClassPath() {}

  /** Lists them, and whatever else it names; what is no jar names nothing. */
  static List<Path> of(Path jar) {
    String value = value(jar);
    if (value == null) {
      return List.of();
    }
    List<Path> named = new ArrayList<>();
    for (String name : value.split(" ", -1)) {
      try {
        named.add(Path.of(jar.toUri().resolve(name)));
      } catch (RuntimeException noFile) {
        // a JVM passes over it as well
      }
    }
    return named;
  }

  /** Returns null when there is none. */
  private static String value(Path jar) {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      return manifest == null
          ? null
          : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    } catch (IOException | RuntimeException noJar) {
      return null;
    }
  }
}
