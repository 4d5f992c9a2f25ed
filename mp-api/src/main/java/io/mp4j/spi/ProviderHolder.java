package io.mp4j.spi;

import io.mp4j.MpException;
import java.util.ServiceLoader;

/** Finds the implementation once, when it is first needed. */
final class ProviderHolder {
  private static volatile MpProvider instance;

  private ProviderHolder() {}

  static MpProvider get() {
    MpProvider found = instance;
    return found != null ? found : find();
  }

  private static synchronized MpProvider find() {
    if (instance == null) {
      instance =
          ServiceLoader.load(MpProvider.class, MpProvider.class.getClassLoader())
              .findFirst()
              .orElseThrow(
                  () ->
                      new MpException(
                          "no implementation of mp4j on the class path: add the dependency"
                              + " io.mp4j:mp-runtime"));
    }
    return instance;
  }
}
