package io.mp4j.runtime.shared;

import io.mp4j.SerializationException;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.ring.Ring;
import io.mp4j.ipc.ring.RingRecord;

/** Objects through a ring: what queues and connections have in common. */
final class Channel {
  static final int OBJECT = 1;
  static final int BYTES = 2;

  private Channel() {}

  /** Puts an object; what it carries of shared memory stays here when it was not put. */
  static boolean put(
      Codec codec, Ring ring, Object item, long nanos, Runnable check, Runnable onPause)
      throws InterruptedException {
    check.run();
    Journey journey = new Journey();
    Parts parts = new Parts();
    byte[] bytes = codec.encode(item, journey, parts);
    RingRecord record = new RingRecord(OBJECT, bytes, 0, bytes.length, parts, journey.loans());
    boolean put = false;
    try {
      put = ring.put(record, nanos, check, onPause);
      return put;
    } finally {
      if (put) {
        journey.handOver();
      } else {
        journey.end();
      }
    }
  }

  /** Rebuilds the object in a record that was taken, or copied. */
  static Object decode(Codec codec, RingRecord record) {
    try {
      if (record.kind() != OBJECT) {
        throw new SerializationException(
            "the message was sent as bytes; receive it with recvBytes: length=" + record.length());
      }
      return codec.decode(record.bytes(), record.offset(), record.length(), record.parts());
    } finally {
      record.giveBack();
    }
  }

  /** Returns the bytes of a record that was taken; nobody will rebuild what it carries. */
  static byte[] bytes(RingRecord record) {
    record.giveBack();
    return record.exactBytes();
  }
}
