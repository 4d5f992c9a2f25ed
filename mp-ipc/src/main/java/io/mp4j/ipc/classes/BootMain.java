package io.mp4j.ipc.classes;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;

/**
 * The main class of a child whose parent has the library from a loader of its own: gets the library
 * itself from the parent, and goes on with its main class. Internal: the library starts it, nobody
 * else.
 */
public final class BootMain {
  private BootMain() {}

  /**
   * Reads from standard input where to ask, and runs the main class that stands there.
   *
   * @param args the arguments of that class
   * @throws Throwable what it throws
   */
  public static void main(String[] args) throws Throwable {
    DataInputStream in = new DataInputStream(System.in);
    ClassDoor door = ClassDoor.read(in);
    RemoteClasses.askAt(() -> door);
    ClassLoader library = RemoteClasses.loader(in.readLong());
    Class<?> main = library.loadClass(in.readUTF());
    Thread.currentThread().setContextClassLoader(library);
    try {
      main.getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /**
   * Writes what {@link #main} reads.
   *
   * @param door where to ask
   * @param library the number of the loader of the library
   * @param main the main class of the library
   * @return bytes that come first on standard input
   */
  public static byte[] orders(ClassDoor door, long library, String main) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      door.write(out);
      out.writeLong(library);
      out.writeUTF(main);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }
}
