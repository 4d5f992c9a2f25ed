package io.mp4j.ipc.loading;

import io.mp4j.ipc.classes.Answer.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Gets the bytes of classes from their loaders, which give them as resources. */
final class ClassFiles {
  private ClassFiles() {}

  /** Returns where a loader has a class; null when it does not tell. */
  static URL locate(ClassLoader loader, String name) {
    return loader.getResource(fileOf(name));
  }

  static String fileOf(String name) {
    return name.replace('.', '/') + ".class";
  }

  /** Returns the bytes of a class; null when its loader does not give them. */
  static byte[] read(ClassLoader loader, String name) {
    URL url = locate(loader, name);
    try {
      return url == null ? null : read(url);
    } catch (IOException e) {
      return null;
    }
  }

  /** Without the cache of the JDK, which keeps jars open after their loader was closed. */
  static byte[] read(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }

  static Hash hash(byte[] bytes) {
    try {
      ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new Hash(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has it", e);
    }
  }
}
