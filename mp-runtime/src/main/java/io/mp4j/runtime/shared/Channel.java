package io.mp4j.runtime.shared;

import io.mp4j.SerializationException;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.ring.Ring;
import io.mp4j.ipc.ring.RingRecord;

/** Objects through a ring: what queues and connections have in common. */
final class Channel {
  static final int OBJECT = 1;
  static final int BYTES = 2;

  private Channel() {}

  /** Puts an object; what it carries of shared memory stays here when it was not put. */
  static boolean put(Ring ring, Object item, long nanos, Runnable check, Runnable onPause)
      throws InterruptedException {
    check.run();
    Journey journey = Journey.handedOver();
    byte[] bytes = SharedCodec.CODEC.encode(item, journey);
    boolean put = false;
    try {
      put = ring.put(OBJECT, bytes, 0, bytes.length, nanos, check, onPause);
      return put;
    } finally {
      if (!put) {
        journey.end();
      }
    }
  }

  static Object decode(RingRecord record) {
    if (record.kind() != OBJECT) {
      throw new SerializationException(
          "the message was sent as bytes; receive it with recvBytes: length="
              + record.bytes().length);
    }
    return SharedCodec.CODEC.decode(record.bytes());
  }
}
