package io.mp4j.runtime.worker;

import io.mp4j.function.Function1;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Encoder;
import io.mp4j.ipc.lane.TaskReceiver;
import io.mp4j.runtime.child.Uplink;

/** The items of a chunk, which are rebuilt one by one, each right before its turn. */
final class Items {
  private final Functions functions;
  private final long call;
  private final RuntimeException lost;
  private final byte[] bytes;

  /** The only item, which is no copy that others see. */
  private byte[] array;

  private int skip;
  private int at;
  private int length;
  private Function1<Object, Object> function;

  private Items(
      Functions functions, long call, int skip, byte[] bytes, byte[] array, RuntimeException lost) {
    this.functions = functions;
    this.call = call;
    this.skip = skip;
    this.bytes = bytes;
    this.array = array;
    this.lost = lost;
  }

  /** Takes those of the task that the worker is on. */
  static Items of(TaskReceiver tasks, Functions functions) {
    try {
      byte[] array = tasks.largeArray();
      return array != null
          ? new Items(functions, tasks.call(), 0, null, array, null)
          : new Items(functions, tasks.call(), tasks.from(), tasks.payload(), null, null);
    } catch (RuntimeException e) { // the items are lost, each of them says so
      return new Items(functions, tasks.call(), 0, null, null, e);
    }
  }

  /** Goes on to the next item, the first time to the first. */
  void advance() {
    if (lost != null) {
      throw lost;
    }
    if (array != null) {
      return;
    }
    do {
      at += length;
      length = Encoder.lengthAt(bytes, at);
      at += Integer.BYTES;
    } while (skip-- > 0);
    skip = 0;
  }

  Object rebuild(Codec codec, Uplink uplink) {
    if (array != null) {
      Object only = array;
      array = null;
      return only;
    }
    return Codec.mayRunCode(bytes, at)
        ? uplink.rebuild(() -> codec.decode(bytes, at, length))
        : codec.decode(bytes, at, length);
  }

  /** What is applied to the items; rebuilt once for each worker. */
  Function1<Object, Object> function(Uplink uplink) {
    if (function == null) {
      function = uplink.rebuild(() -> functions.get(call));
    }
    return function;
  }
}
