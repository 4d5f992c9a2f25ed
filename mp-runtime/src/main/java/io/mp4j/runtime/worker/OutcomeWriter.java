package io.mp4j.runtime.worker;

import io.mp4j.SerializationException;
import io.mp4j.ipc.codec.ClassNews;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Encoder;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.codec.ShortValue;
import io.mp4j.ipc.lane.Outcome;
import io.mp4j.ipc.lane.OutcomeSender;
import io.mp4j.ipc.ring.Parcel;

/** Encodes outcomes and publishes them. An outcome that cannot travel becomes a failure. */
final class OutcomeWriter {
  private final Codec codec;
  private final Encoder encoder;
  private final OutcomeSender sender;

  /** How many classes the pool has heard of. */
  private int heard;

  OutcomeWriter(Codec codec, OutcomeSender sender) {
    this.codec = codec;
    this.encoder = codec.encoder();
    this.sender = sender;
  }

  /** Publishes what an item returned; throws when that cannot travel. */
  void value(Object value) {
    long word = ShortValue.wordOf(value);
    if (word != ShortValue.NONE) {
      sender.sendShort(word);
      return;
    }
    try {
      publish(value, Outcome.VALUE, Outcome.LADEN_VALUE);
    } catch (Throwable e) { // code of users may run while it is encoded
      throw new SerializationException("the result of a task cannot travel: " + e.getMessage(), e);
    }
  }

  /** Publishes what an item threw, or that it cannot travel. */
  void failure(Throwable thrown) {
    try {
      publish(thrown, Outcome.FAILURE, Outcome.LADEN_FAILURE);
    } catch (Throwable e) {
      SerializationException instead =
          new SerializationException("what a task threw cannot travel: " + thrown);
      instead.setStackTrace(thrown.getStackTrace());
      publish(instead, Outcome.FAILURE, Outcome.LADEN_FAILURE);
    }
  }

  /** Whoever gets the outcome has to have heard of them before. */
  private void tellClasses() {
    while (heard < ClassNews.count(codec)) {
      ClassNews news = ClassNews.since(codec, heard);
      sender.send(Outcome.CLASSES, news.bytes(), news.bytes().length, Parts.NONE);
      heard = news.heard();
    }
  }

  private void publish(Object value, Outcome plain, Outcome laden) {
    Journey journey = new Journey();
    boolean sent = false;
    try {
      encoder.set(value, journey);
      tellClasses();
      if (journey.loans().isEmpty()) {
        sender.send(plain, encoder.buffer(), encoder.length(), encoder.parts());
      } else {
        byte[] parcel = Parcel.seal(encoder.buffer(), encoder.length(), journey);
        sender.send(laden, parcel, parcel.length, encoder.parts());
      }
      sent = true;
    } finally {
      encoder.reset(); // a large result may go
      if (sent) {
        journey.handOver();
      } else {
        journey.end();
      }
    }
  }
}
