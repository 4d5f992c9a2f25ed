package io.mp4j.spi;

import io.mp4j.MpException;
import java.util.Optional;
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
      instance = ours().or(ProviderHolder::anothers).orElseThrow(ProviderHolder::noneIsThere);
    }
    return instance;
  }

  /** On the module path only a service loader may make it. */
  private static Optional<MpProvider> ours() {
    try {
      Class<?> type = Class.forName(OURS, true, MpProvider.class.getClassLoader());
      return Optional.of((MpProvider) type.getConstructor().newInstance());
    } catch (ReflectiveOperationException notThere) {
      return Optional.empty();
    }
  }

  private static Optional<MpProvider> anothers() {
    return ServiceLoader.load(MpProvider.class, MpProvider.class.getClassLoader()).findFirst();
  }

  private static MpException noneIsThere() {
    return new MpException(
        "no implementation of mp4j on the class path: add the dependency io.mp4j:mp-runtime");
  }
}
