package io.mp4j.runtime.worker;

import io.mp4j.MpException;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The values that the pool of this worker shares, rebuilt when they are first asked for. */
public final class Broadcasts {
  private static final Map<Long, Copy> COPIES = new ConcurrentHashMap<>();

  private Broadcasts() {}

  /** Keeps the bytes; when they cannot be had, whoever asks for the value finds none. */
  static void learn(long id, Supplier<Message> payload, Codec codec) {
    try {
      COPIES.put(id, new Copy(payload.get(), codec));
    } catch (MpException lost) {
      COPIES.remove(id);
    }
  }

  static void forget(long id) {
    COPIES.remove(id);
  }

  /**
   * Returns a value.
   *
   * @param id its number
   * @return the same object each time; may be null
   * @throws IllegalStateException when the pool does not share it, or not any more
   */
  public static Object get(long id) {
    Copy copy = COPIES.get(id);
    if (copy == null) {
      throw new IllegalStateException(
          "this process has no copy of the shared value: it was closed, or belongs to another"
              + " pool: id="
              + id);
    }
    return copy.value();
  }

  /** One value; whoever comes first rebuilds it. */
  private static final class Copy {
    private final Codec codec;
    private Message encoded;
    private Object value;

    Copy(Message encoded, Codec codec) {
      this.encoded = encoded;
      this.codec = codec;
    }

    synchronized Object value() {
      if (encoded != null) {
        value = codec.decode(encoded);
        encoded = null;
      }
      return value;
    }
  }
}
