package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.KryoException;
import io.mp4j.function.Action1;
import io.mp4j.function.Action2;
import io.mp4j.function.Action3;
import io.mp4j.function.Function1;
import io.mp4j.function.Function2;
import io.mp4j.function.Function3;

/** Puts code and its arguments together again. */
final class Binding {
  private Binding() {}

  @SuppressWarnings("unchecked") // the arguments are those that the code was bound to
  static Object bind(Object code, Object[] arguments) {
    switch (arguments.length) {
      case 1 -> {
        if (code instanceof Action1<?> action) {
          return ((Action1<Object>) action).bind(arguments[0]);
        } else if (code instanceof Function1<?, ?> function) {
          return ((Function1<Object, ?>) function).bind(arguments[0]);
        }
      }
      case 2 -> {
        if (code instanceof Action2<?, ?> action) {
          return ((Action2<Object, Object>) action).bind(arguments[0], arguments[1]);
        } else if (code instanceof Function2<?, ?, ?> function) {
          return ((Function2<Object, Object, ?>) function).bind(arguments[0], arguments[1]);
        }
      }
      case 3 -> {
        if (code instanceof Action3<?, ?, ?> action) {
          return ((Action3<Object, Object, Object>) action)
              .bind(arguments[0], arguments[1], arguments[2]);
        } else if (code instanceof Function3<?, ?, ?, ?> function) {
          return ((Function3<Object, Object, Object, ?>) function)
              .bind(arguments[0], arguments[1], arguments[2]);
        }
      }
      default -> {}
    }
    throw new KryoException("no code for so many arguments: arguments=" + arguments.length);
  }
}
