package io.mp4j.ipc.loading;

import io.mp4j.ipc.directory.OwnerOnly;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A class with all classes of its package that it needs.
 *
 * @param files their bytes, by their names
 */
public record ClassClosure(Map<String, byte[]> files) {
  /**
   * Collects a class and what it refers to in its package, directly or not.
   *
   * @param first the class
   * @return all of them
   * @throws IOException when the loader does not give their bytes
   */
  public static ClassClosure ofPackage(Class<?> first) throws IOException {
    String place = first.getPackageName() + ".";
    Map<String, byte[]> files = new LinkedHashMap<>();
    Deque<String> unread = new ArrayDeque<>();
    unread.add(first.getName());
    while (!unread.isEmpty()) {
      String name = unread.remove();
      if (!name.startsWith(place) || files.containsKey(name)) {
        continue;
      }
      byte[] bytes = ClassFiles.read(first.getClassLoader(), name);
      if (bytes == null) {
        throw new IOException("the class loader gives no bytes of its class " + name);
      }
      files.put(name, bytes);
      unread.addAll(References.of(bytes));
    }
    return new ClassClosure(files);
  }

  /**
   * Writes a jar that nobody else can read.
   *
   * @param jar its path
   * @throws IOException when that fails
   */
  public void writeJar(Path jar) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(ClassFiles.fileOf(file.getKey())));
        zip.write(file.getValue());
      }
    }
    OwnerOnly.writeFile(jar, bytes.toByteArray());
  }
}
