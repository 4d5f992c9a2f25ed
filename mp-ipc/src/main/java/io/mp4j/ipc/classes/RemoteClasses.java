package io.mp4j.ipc.classes;

import io.mp4j.ipc.classes.Answer.ClassFile;
import io.mp4j.ipc.classes.Answer.Classes;
import io.mp4j.ipc.classes.Answer.Hash;
import io.mp4j.ipc.classes.Answer.Missing;
import io.mp4j.ipc.classes.Answer.Own;
import io.mp4j.ipc.classes.Answer.Resources;
import io.mp4j.ipc.classes.Question.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The classes and resources that this process gets from its parent, by loaders that stand for the
 * parent's. One for each JVM; safe for all threads.
 */
public final class RemoteClasses {
  /** The loader of the class path or module path of the program. */
  static final long APPLICATION = 0;

  /** Set by the main thread before anything is loaded, and by nobody in the main process. */
  private static volatile RemoteClasses current;

  private final ClassConnection connection;
  private final Map<Long, RemoteClassLoader> loaders = new ConcurrentHashMap<>();

  /**
   * All bytes that have come, so that the same class of another loader, such as that of a plug-in
   * that was loaded anew, need not travel again: the parent knows what it has sent.
   */
  private final Map<Hash, byte[]> contents = new ConcurrentHashMap<>();

  private RemoteClasses(Supplier<ClassDoor> whereToAsk) {
    this.connection = new ClassConnection(whereToAsk);
  }

  /**
   * Says where this process asks for classes; does nothing when it can ask already.
   *
   * @param where is asked once, when the first class is missing
   */
  public static synchronized void askAt(Supplier<ClassDoor> where) {
    if (current == null) {
      current = new RemoteClasses(where);
    }
  }

  /**
   * Tells whether this process can ask anybody.
   *
   * @return false in a main process, and where it was turned off
   */
  public static boolean isAvailable() {
    return current != null;
  }

  /**
   * Returns the loader that stands for one of the parent's, or of its parents'.
   *
   * @param id its number
   * @return always the same
   */
  public static RemoteClassLoader loader(long id) {
    return current.loaderOf(id);
  }

  private RemoteClassLoader loaderOf(long id) {
    return loaders.computeIfAbsent(id, number -> new RemoteClassLoader(number, this));
  }

  /**
   * Asks for a class, and hands what comes along to the loaders that define it.
   *
   * @return the loader that defines it; null when the class is the application's or the JDK's
   */
  RemoteClassLoader find(Kind kind, long loader, String name) throws ClassNotFoundException {
    Answer answer = askAndDeliver(kind, loader, name);
    if (answer instanceof Own) {
      return null;
    }
    if (answer instanceof Classes classes && !classes.files().isEmpty()) {
      return loaderOf(classes.files().get(0).loader());
    }
    String reason = answer instanceof Missing missing ? missing.reason() : "no class came";
    throw new ClassNotFoundException(name + " cannot be had from the parent process: " + reason);
  }

  /** The next answer may count on what this one brings. */
  private synchronized Answer askAndDeliver(Kind kind, long loader, String name)
      throws ClassNotFoundException {
    Answer answer = ask(kind, loader, name);
    if (answer instanceof Classes classes) {
      classes.files().forEach(this::deliver);
    }
    return answer;
  }

  private void deliver(ClassFile file) {
    byte[] bytes = file.bytes();
    if (bytes != null) {
      contents.put(file.hash(), bytes);
    } else {
      bytes = contents.get(file.hash());
    }
    if (bytes != null) {
      loaderOf(file.loader()).deliver(file.name(), bytes);
    }
  }

  /** Asks for resources of a name; none when nobody can be asked. */
  List<byte[]> resources(long loader, String name) {
    try {
      return ask(Kind.RESOURCES, loader, name) instanceof Resources found
          ? found.contents()
          : List.of();
    } catch (ClassNotFoundException parentIsGone) {
      return List.of();
    }
  }

  private Answer ask(Kind kind, long loader, String name) throws ClassNotFoundException {
    try {
      return connection.ask(new Question(kind, loader, name));
    } catch (IOException | RuntimeException e) {
      throw new ClassNotFoundException(
          name + " cannot be had from the parent process: " + e.getMessage(), e);
    }
  }
}
