package io.mp4j.runtime.shared;

import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.CodecSettings;
import io.mp4j.spi.TravelSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The codecs of what goes through queues and pipes: one for each way in which contexts set them.
 */
final class SharedCodec {
  private static final Map<CodecSettings, Codec> CODECS = new ConcurrentHashMap<>();

  private SharedCodec() {}

  /** Returns the codec of what a context makes here. */
  static Codec of(TravelSettings context) {
    return of(CodecSettings.of(context));
  }

  /** Returns the codec of what was made elsewhere, and has arrived. */
  static Codec arrived(byte[] settings) {
    return of(CodecSettings.arrived(settings, loader()));
  }

  /** Returns what {@link #arrived} needs. */
  static byte[] settingsOf(Codec codec) {
    return codec.settings().encoded();
  }

  private static Codec of(CodecSettings settings) {
    return CODECS.computeIfAbsent(settings, each -> new Codec(loader(), each));
  }

  private static ClassLoader loader() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader != null ? loader : SharedCodec.class.getClassLoader();
  }
}
