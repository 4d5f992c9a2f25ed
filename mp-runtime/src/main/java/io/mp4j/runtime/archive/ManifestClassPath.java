package io.mp4j.runtime.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** The jars that a jar's manifest puts on the class path behind it. */
final class ManifestClassPath {
  private static final String ATTRIBUTE = "Class-Path:";

  private ManifestClassPath() {}

  /**
   * Lists them, and whatever else it names.
   *
   * @param jar where the manifest is from
   */
  static List<Path> of(Path jar, byte[] manifest) {
    // Nearly none has one, and to understand a manifest takes longer than all else about a jar.
    if (!new String(manifest, StandardCharsets.ISO_8859_1).contains(ATTRIBUTE)) {
      return List.of();
    }
    List<Path> named = new ArrayList<>();
    for (String name : value(manifest).split(" ", -1)) {
      try {
        named.add(Path.of(jar.toUri().resolve(name)));
      } catch (RuntimeException noFile) {
        // a JVM passes over it as well
      }
    }
    return named;
  }

  private static String value(byte[] manifest) {
    try {
      Attributes attributes = new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes();
      String value = attributes.getValue(Attributes.Name.CLASS_PATH);
      return value == null ? "" : value;
    } catch (IOException noManifest) {
      return "";
    }
  }
}
