package io.mp4j.runtime.process;

import io.mp4j.ipc.classes.BootMain;
import io.mp4j.ipc.loading.ClassClosure;
import io.mp4j.ipc.loading.Loaders;
import io.mp4j.runtime.child.ChildMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where this process has the library from, and so how a child gets it: it is on the class path or
 * module path, which the child gets, too; or some other loader found it, such as one of nested
 * jars, and the child asks for it class by class.
 */
final class Library {
  private static final Class<?> MAIN = ChildMain.class;
  private static final String JAR = "boot.jar";

  private Library() {}

  static boolean isOnClassPath() {
    return Loaders.idOf(MAIN) == Loaders.APPLICATION;
  }

  /** Returns what stands last on the command line of a JVM that runs a child. */
  static List<String> mainClass() {
    if (!isOnClassPath()) {
      return List.of(BootMain.class.getName());
    }
    return mainClass(MAIN);
  }

  /** Returns what names a class of the library on a command line, where it is on the class path. */
  static List<String> mainClass(Class<?> main) {
    Module module = main.getModule();
    return module.isNamed()
        ? List.of("-m", module.getName() + "/" + main.getName())
        : List.of(main.getName());
  }

  /** Returns what such a JVM reads first; nothing where it has the library. */
  static byte[] orders(ClassLink classes) {
    return isOnClassPath()
        ? new byte[0]
        : BootMain.orders(classes.open(), Loaders.idOf(MAIN), MAIN.getName());
  }

  /**
   * Returns what such a JVM needs on its class path beside ours: a jar with what asks for the rest.
   */
  static Optional<Path> jar() throws IOException {
    if (isOnClassPath()) {
      return Optional.empty();
    }
    Path jar = Hub.get().directory().resolve(JAR);
    synchronized (Library.class) {
      if (Files.notExists(jar)) {
        ClassClosure.ofPackage(BootMain.class).writeJar(jar);
      }
    }
    return Optional.of(jar);
  }
}
