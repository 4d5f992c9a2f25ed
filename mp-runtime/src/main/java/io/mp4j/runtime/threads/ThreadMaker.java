package io.mp4j.runtime.threads;

import java.lang.reflect.Method;

/** Makes threads: virtual ones where the JDK has them, which this code is too old to know. */
final class ThreadMaker {
  private static final Method OF_VIRTUAL = ofVirtual();

  private ThreadMaker() {}

  private static Method ofVirtual() {
    if (Runtime.version().feature() < 21) {
      return null; // a preview in 19 and 20
    }
    try {
      return Thread.class.getMethod("ofVirtual");
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /** Makes a thread that does not keep the JVM up. */
  static Thread make(String name, Runnable code) {
    if (OF_VIRTUAL != null) {
      try {
        Class<?> builder = Class.forName("java.lang.Thread$Builder");
        Object virtual = OF_VIRTUAL.invoke(null);
        Object named = builder.getMethod("name", String.class).invoke(virtual, name);
        return (Thread) builder.getMethod("unstarted", Runnable.class).invoke(named, code);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("this JDK's virtual threads cannot be used", e);
      }
    }
    Thread thread = new Thread(code, name);
    thread.setDaemon(true);
    return thread;
  }
}
