package io.mp4j.runtime.worker;

import io.mp4j.function.Function1;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Decoder;
import io.mp4j.ipc.codec.Encoder;
import io.mp4j.ipc.codec.Message;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.lane.TaskReceiver;
import io.mp4j.runtime.child.Uplink;

/** The items of a chunk, which are rebuilt one by one, each right before its turn. */
final class Items {
  private static final Message NOTHING = new Message(new byte[0], Parts.NONE);

  private final Functions functions;
  private final long call;
  private final Throwable lost;
  private final byte[] bytes;
  private final Parts parts;

  private int skip;
  private int at;
  private int length;
  private Function1<Object, Object> function;

  private Items(Functions functions, long call, int skip, Message items, Throwable lost) {
    this.functions = functions;
    this.call = call;
    this.skip = skip;
    this.bytes = items.bytes();
    this.parts = items.parts();
    this.lost = lost;
  }

  /** Takes those of the task that the worker is on. */
  static Items of(TaskReceiver tasks, Functions functions) {
    try {
      return new Items(functions, tasks.call(), tasks.from(), tasks.payload(), null);
    } catch (RuntimeException | OutOfMemoryError e) { // the items are lost, each of them says so
      return new Items(functions, tasks.call(), 0, NOTHING, e);
    }
  }

  /** Goes on to the next item, the first time to the first. */
  void advance() throws Throwable {
    if (lost != null) {
      throw lost;
    }
    do {
      at += length;
      length = Encoder.checkedLengthAt(bytes, at);
      at += Integer.BYTES;
    } while (skip-- > 0);
    skip = 0;
  }

  Object rebuild(Decoder decoder, Uplink uplink) {
    return Codec.mayRunCode(bytes, at)
        ? uplink.rebuild(() -> decoder.decode(bytes, at, length, parts))
        : decoder.decode(bytes, at, length, parts);
  }

  /** What is applied to the items; rebuilt once for each worker. */
  Function1<Object, Object> function(Uplink uplink) {
    if (function == null) {
      function = uplink.rebuild(() -> functions.get(call));
    }
    return function;
  }
}
