package io.mp4j.runtime.shared;

import io.mp4j.ipc.codec.Codec;

/** The codec of what goes through queues and pipes. */
final class SharedCodec {
  static final Codec CODEC = new Codec(loader());

  private SharedCodec() {}

  private static ClassLoader loader() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader != null ? loader : SharedCodec.class.getClassLoader();
  }
}
