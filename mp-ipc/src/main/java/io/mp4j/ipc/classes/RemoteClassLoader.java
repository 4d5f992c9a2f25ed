package io.mp4j.ipc.classes;

import io.mp4j.ipc.classes.Question.Kind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands for a class loader of the parent process: it finds the classes that the parent's finds,
 * and each of them is defined by the one that stands for the parent's that defines it. So two
 * versions of a class live side by side here as they do there, whatever way the parent's loaders
 * ask each other.
 *
 * <p>The JDK's classes and those of the application's class path are this process's own.
 */
public final class RemoteClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  /** Most names that begin so are the JDK's, which need not be asked for. */
  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
  private static final String HERE = RemoteClassLoader.class.getPackageName() + ".";

  private final long id;
  private final RemoteClasses remote;

  /** Bytes of classes that have come and are not defined yet. */
  private final Map<String, byte[]> delivered = new ConcurrentHashMap<>();

  RemoteClassLoader(long id, RemoteClasses remote) {
    super(ClassLoader.getSystemClassLoader());
    this.id = id;
    this.remote = remote;
  }

  /**
   * Returns the number of the loader that this one stands for.
   *
   * @return the number
   */
  public long id() {
    return id;
  }

  void deliver(String name, byte[] bytes) {
    delivered.put(name, bytes);
  }

  // --- classes -----------------------------------------------------------------------------------
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known == null && delivered.containsKey(name)) {
        known = define(name);
      }
      if (known == null) {
        known = id == RemoteClasses.APPLICATION ? findForApplication(name) : find(name);
      }
      if (resolve) {
        resolveClass(known);
      }
      return known;
    }
  }

  private Class<?> find(String name) throws ClassNotFoundException {
    if (name.startsWith(HERE)) {
      return getParent().loadClass(name);
    }
    if (JDK.stream().anyMatch(name::startsWith)) {
      try {
        return PLATFORM.loadClass(name);
      } catch (ClassNotFoundException notOfJdk) {
        // a library that has chosen such a name
      }
    }
    RemoteClassLoader definer = remote.find(Kind.CLASS, id, name);
    if (definer == null) {
      return RemoteClasses.loader(RemoteClasses.APPLICATION).loadClass(name);
    }
    return definer == this ? define(name) : definer.loadClass(name);
  }

  /** The parent has something on its class path that this process has not. */
  private Class<?> findForApplication(String name) throws ClassNotFoundException {
    try {
      return getParent().loadClass(name);
    } catch (ClassNotFoundException notHere) {
      RemoteClassLoader definer = remote.find(Kind.ANY_CLASS, id, name);
      return definer == null || definer == this ? define(name) : definer.loadClass(name);
    }
  }

  /** With the lock of the name. */
  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = delivered.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(
          name + " cannot be had from the parent process: no bytes came");
    }
    int dot = name.lastIndexOf('.');
    if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
      definePackageIfAbsent(name.substring(0, dot));
    }
    try {
      return defineClass(name, bytes, 0, bytes.length);
    } catch (ClassFormatError e) { // damaged, or for a newer version of Java
      throw new ClassNotFoundException(name + " cannot be had from the parent process: " + e, e);
    } finally {
      delivered.remove(name);
    }
  }

  private void definePackageIfAbsent(String name) {
    try {
      definePackage(name, null, null, null, null, null, null, null);
    } catch (IllegalArgumentException definedMeanwhile) {
      // by another thread
    }
  }

  // --- resources ---------------------------------------------------------------------------------
  @Override
  protected URL findResource(String name) {
    List<byte[]> found = remote.resources(id, name);
    return found.isEmpty() ? null : url(name, 0, found.get(0));
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    List<URL> urls = new ArrayList<>();
    if (id == RemoteClasses.APPLICATION && getParent().getResource(name) != null) {
      return Collections.emptyEnumeration(); // it is the same that this process has
    }
    for (byte[] content : remote.resources(id, name)) {
      urls.add(url(name, urls.size(), content));
    }
    return Collections.enumeration(urls);
  }

  private URL url(String name, int index, byte[] content) {
    String path = Long.toHexString(id) + "/" + index + "/" + name;
    try {
      return new URL("mp4j", null, -1, path, new InMemory(content));
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not the name of a resource: name=" + name, e);
    }
  }

  /** Opens contents that are here already. */
  private static final class InMemory extends URLStreamHandler {
    private final byte[] content;

    InMemory(byte[] content) {
      this.content = content;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {
          // nothing to connect to
        }

        @Override
        public int getContentLength() {
          return content.length;
        }

        @Override
        public long getContentLengthLong() {
          return content.length;
        }

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(content);
        }
      };
    }
  }

  @Override
  public String toString() {
    return "RemoteClassLoader[" + Long.toHexString(id) + "]";
  }
}
