package io.mp4j.ipc.loading;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ipc.classes.Answer.Hash;
import io.mp4j.ipc.classes.RemoteClassLoader;
import io.mp4j.ipc.classes.RemoteClasses;
import io.mp4j.ipc.directory.Randomness;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The class loaders of this process, by numbers that the other processes of its tree know. Safe for
 * all threads.
 *
 * <p>The application's loader and those of the JDK share a number, since each process has their
 * classes. Any other loader gets a number when a class of it travels for the first time; a child
 * that meets the number has a {@link RemoteClassLoader} stand for it.
 */
public final class Loaders {
  /** The class path or module path of a program, and the JDK. */
  public static final long APPLICATION = 0;

  private static final ClassLoader SYSTEM = ClassLoader.getSystemClassLoader();

  /** The loader of JShell gives other bytes of a class when what was typed is typed anew. */
  private static final String JSHELL = "jdk.jshell.";

  private static final Object LOCK = new Object();

  /** Tells numbers of this process from those of others; drawn when there is a loader to number. */
  @GuardedBy("LOCK")
  private static long lastId;

  @GuardedBy("LOCK")
  private static final Map<ClassLoader, Numbered> NUMBERED = new WeakHashMap<>();

  @GuardedBy("LOCK")
  private static final Map<Long, WeakReference<ClassLoader>> BY_ID = new HashMap<>();

  /** How often a loader got another number. */
  private static volatile long generation;

  private static volatile boolean anyMayChange;

  private Loaders() {}

  /** A loader's number, and what was sent of its classes if they may change. */
  private static final class Numbered {
    final Map<String, Hash> sent = new HashMap<>();
    long id;
  }

  // --- numbers -----------------------------------------------------------------------------------
  /**
   * Returns the number of the loader that defines a class.
   *
   * @param type the class
   * @return the number, for messages to other processes
   */
  public static long idOf(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return idOf(element.getClassLoader());
  }

  /**
   * Returns the number of a loader.
   *
   * @param loader the loader; null for that of the JDK
   * @return the number, for messages to other processes
   */
  public static long idOf(ClassLoader loader) {
    if (loader instanceof RemoteClassLoader remote) {
      return remote.id();
    }
    for (ClassLoader each = SYSTEM; each != loader; each = each.getParent()) {
      if (each == null) {
        return numberOf(loader);
      }
    }
    return APPLICATION;
  }

  private static long numberOf(ClassLoader loader) {
    synchronized (LOCK) {
      return NUMBERED.computeIfAbsent(loader, Loaders::number).id;
    }
  }

  @GuardedBy("LOCK")
  private static Numbered number(ClassLoader loader) {
    Numbered numbered = new Numbered();
    numbered.id = nextId(loader);
    anyMayChange |= isShell(loader);
    return numbered;
  }

  @GuardedBy("LOCK")
  private static long nextId(ClassLoader loader) {
    if (lastId == 0) {
      lastId =
          ByteBuffer.wrap(Randomness.bytes(Long.BYTES)).getLong()
              << 20; // room for a million loaders
    }
    lastId++;
    BY_ID.put(lastId, new WeakReference<>(loader));
    return lastId;
  }

  /**
   * Returns a loader by its number; null when it is gone, or another process's that is no parent.
   */
  static ClassLoader byId(long id) {
    if (id == APPLICATION) {
      return SYSTEM;
    }
    synchronized (LOCK) {
      WeakReference<ClassLoader> own = BY_ID.get(id);
      if (own != null) {
        return own.get();
      }
    }
    return RemoteClasses.isAvailable() ? RemoteClasses.loader(id) : null;
  }

  // --- classes -----------------------------------------------------------------------------------
  /**
   * Finds a class, without initializing it.
   *
   * @param loader what {@link #idOf} gave, here or in another process
   * @param name the binary name of the class; of an array with brackets, as {@link Class#getName}
   *     gives it
   * @param fallback finds classes that the application's loader does not know; may be null
   * @return the class
   * @throws ClassNotFoundException when it is not to be had; the message says why
   */
  public static Class<?> find(long loader, String name, ClassLoader fallback)
      throws ClassNotFoundException {
    if (loader == APPLICATION) {
      return findForApplication(name, fallback);
    }
    ClassLoader known = byId(loader);
    if (known != null) {
      return Class.forName(name, false, known);
    }
    throw new ClassNotFoundException(
        name
            + " is not on the class path of this process, but of a class loader that it cannot ask: the"
            + " loader is gone, belongs to a child, or Context.withClassesFromParent(false) was said");
  }

  private static Class<?> findForApplication(String name, ClassLoader fallback)
      throws ClassNotFoundException {
    try {
      return Class.forName(name, false, SYSTEM);
    } catch (ClassNotFoundException notOnTheClassPath) {
      if (fallback != null && fallback != SYSTEM) {
        try {
          return Class.forName(name, false, fallback);
        } catch (ClassNotFoundException norThere) {
          // whoever started this process may have it
        }
      }
      if (RemoteClasses.isAvailable()) {
        return Class.forName(name, false, RemoteClasses.loader(APPLICATION));
      }
      throw notOnTheClassPath;
    }
  }

  // --- classes that change -----------------------------------------------------------------------
  /**
   * Tells whether a loader is that of JShell, whose classes change when something is typed anew.
   *
   * @param loader the loader; null for that of the JDK
   * @return true for JShell's
   */
  public static boolean isShell(ClassLoader loader) {
    return loader != null && loader.getClass().getName().startsWith(JSHELL);
  }

  /** Remembers what a child was sent, if that may change. */
  static void sent(ClassLoader loader, String name, Hash hash) {
    if (anyMayChange && isShell(loader)) {
      synchronized (LOCK) {
        NUMBERED.computeIfAbsent(loader, Loaders::number).sent.put(name, hash);
      }
    }
  }

  /**
   * Looks whether classes that were sent have changed, as in JShell when a method is typed anew:
   * the loader gets another number then, and children load its classes anew.
   *
   * @return a number that is another after a change: what was encoded before is out of date
   */
  public static long generation() {
    if (anyMayChange) {
      synchronized (LOCK) {
        NUMBERED.forEach(Loaders::renewIfChanged);
      }
    }
    return generation;
  }

  @GuardedBy("LOCK")
  @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
  private static void renewIfChanged(ClassLoader loader, Numbered numbered) {
    for (Map.Entry<String, Hash> entry : numbered.sent.entrySet()) {
      byte[] now = ClassFiles.read(loader, entry.getKey());
      if (now != null && !ClassFiles.hash(now).equals(entry.getValue())) {
        numbered.sent.clear();
        numbered.id = nextId(loader);
        generation++;
        return;
      }
    }
  }
}
