package io.mp4j.runtime.worker;

import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The functions of the calls that are under way, rebuilt when they are first used. */
final class Functions {
  /** The number of calls whose items are functions without arguments. */
  private static final long NONE = 0;

  private final Map<Long, Object> known = new HashMap<>();
  private final Codec codec;

  Functions(Codec codec) {
    this.codec = codec;
  }

  /** Keeps the bytes; what keeps them from coming is told to whoever needs them. */
  void learn(long call, Supplier<Message> payload) {
    try {
      known.put(call, payload.get());
    } catch (RuntimeException e) {
      known.put(call, e);
    }
  }

  void forget(long call) {
    known.remove(call);
  }

  @SuppressWarnings("unchecked") // the pool sent a function for these items
  Function1<Object, Object> get(long call) {
    if (call == NONE) {
      return item -> ((Function0<?>) item).call();
    }
    Object function = known.get(call);
    if (function instanceof RuntimeException lost) {
      throw lost;
    }
    if (function instanceof Message encoded) {
      function = codec.decode(encoded);
      known.put(call, function);
    }
    return (Function1<Object, Object>) function;
  }
}
