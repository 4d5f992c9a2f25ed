package io.mp4j.runtime.pool;

import io.mp4j.ipc.loading.Loaders;
import io.mp4j.runtime.archive.TargetClasses;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Packs functions. One without fields, such as a lambda that captures nothing, is the same in each
 * call: it is packed once, and sent once to each worker. Safe for all threads.
 */
final class FunctionTable {
  /** So many are kept; a pool rarely sees more. */
  private static final int MOST_KEPT = 256;

  private static final ClassValue<Boolean> HAS_FIELDS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return hasFields(type);
        }
      };

  private final AtomicLong ids = new AtomicLong();
  private final Packing packing;
  private final Map<Object, CallFunction> kept =
      Collections.synchronizedMap(new IdentityHashMap<>());

  FunctionTable(Packing packing) {
    this.packing = packing;
  }

  private static boolean hasFields(Class<?> type) {
    for (Class<?> ancestor = type; ancestor != null; ancestor = ancestor.getSuperclass()) {
      for (Field field : ancestor.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          return true;
        }
      }
    }
    return false;
  }

  CallFunction pack(Object function) {
    long generation = Loaders.generation();
    CallFunction known = kept.get(function);
    if (known != null && known.generation() == generation) {
      return known;
    }
    TargetClasses.note(function);
    Freight freight = packing.pack(function);
    // One that was typed in JShell uses variables that may have changed until the next call.
    boolean keeps =
        kept.size() < MOST_KEPT
            && !HAS_FIELDS.get(function.getClass())
            && !Loaders.isShell(function.getClass().getClassLoader());
    CallFunction packed = new CallFunction(ids.incrementAndGet(), freight, keeps, generation);
    if (keeps) {
      kept.put(function, packed);
    }
    return packed;
  }
}
