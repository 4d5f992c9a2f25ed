package io.mp4j.spi;

import io.mp4j.MpException;
import java.util.ServiceLoader;

/** Finds the implementation once, when it is first needed. */
final class ProviderHolder {
  /**
   * Looked for by name first: a service loader opens every jar of the class path, 10 to 15 ms of a
   * program that starts.
   */
  private static final String OURS = "io.mp4j.runtime.RuntimeProvider";

  private static volatile MpProvider instance;

  private ProviderHolder() {}

  static MpProvider get() {
    MpProvider found = instance;
    return found != null ? found : find();
  }

  private static synchronized MpProvider find() {
    if (instance == null) {
      MpProvider ours = ours();
      instance = ours != null ? ours : anothers();
    }
    return instance;
  }

  /** Null where it is not there, or where a service loader alone may make it: on a module path. */
  private static MpProvider ours() {
    try {
      Class<?> type = Class.forName(OURS, true, MpProvider.class.getClassLoader());
      return (MpProvider) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException notThere) {
      return null;
    }
  }

  private static MpProvider anothers() {
    return ServiceLoader.load(MpProvider.class, MpProvider.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new MpException(
                    "no implementation of mp4j on the class path: add the dependency"
                        + " io.mp4j:mp-runtime"));
  }
}
