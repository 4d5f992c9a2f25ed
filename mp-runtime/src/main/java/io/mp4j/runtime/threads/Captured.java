package io.mp4j.runtime.threads;

import io.mp4j.Pipe;
import io.mp4j.Shared;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the ends of pipes that a target brings along: its arguments, what a lambda captured, the
 * fields of a target that is an object, and what is inside of arrays, collections, maps and pipes.
 * What is hidden deeper is held from its first use on.
 */
final class Captured {
  private static final int MOST_ELEMENTS = 1_000;

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<LocalConnection<?>> connections = new ArrayList<>();

  private Captured() {}

  static List<LocalConnection<?>> connectionsIn(Object target) {
    Captured captured = new Captured();
    captured.visitCode(target);
    return captured.connections;
  }

  /** The target, or code that is bound to arguments. */
  private void visitCode(Object code) {
    if (!seen.add(code)) {
      return;
    }
    SerializedLambda lambda = lambdaOrNull(code);
    if (lambda != null) {
      for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
        visit(lambda.getCapturedArg(i));
      }
      return;
    }
    for (Class<?> type = code.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          visit(valueOrNull(field, code));
        }
      }
    }
  }

  private void visit(Object value) {
    if (value instanceof LocalConnection<?> connection) {
      if (seen.add(connection)) {
        connections.add(connection);
      }
    } else if (value instanceof Pipe<?> pipe) {
      visit(pipe.parent());
      visit(pipe.child());
    } else if (value != null && isCode(value)) {
      visitCode(value);
    } else if (isContainer(value) && seen.add(value)) {
      try {
        visitElements(value);
      } catch (RuntimeException e) {
        // code of users, or another thread changes it: the rest is held from its first use on
      }
    }
  }

  private static boolean isCode(Object value) {
    return value.getClass().isSynthetic()
        || value.getClass().getPackageName().equals("io.mp4j.function");
  }

  private static boolean isContainer(Object value) {
    boolean holds =
        value instanceof Collection<?>
            || value instanceof Map<?, ?>
            || value instanceof Optional<?>
            || value instanceof Object[];
    return holds && !(value instanceof Shared); // what is in a queue is on its way by itself
  }

  private void visitElements(Object container) {
    if (container instanceof Collection<?> collection) {
      visitFirst(collection);
    } else if (container instanceof Map<?, ?> map) {
      visitFirst(map.keySet());
      visitFirst(map.values());
    } else if (container instanceof Optional<?> optional) {
      optional.ifPresent(this::visit);
    } else if (container instanceof Object[] array) {
      visitFirst(Arrays.asList(array));
    }
  }

  /** Large collections are of other things. */
  private void visitFirst(Collection<?> elements) {
    int left = MOST_ELEMENTS;
    for (Object each : elements) {
      if (left-- == 0) {
        break;
      }
      visit(each);
    }
  }

  /** All code that a target is made of is serializable, and so can be taken apart. */
  private static SerializedLambda lambdaOrNull(Object code) {
    if (!code.getClass().isSynthetic()) {
      return null;
    }
    try {
      Method writeReplace = code.getClass().getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      return writeReplace.invoke(code) instanceof SerializedLambda lambda ? lambda : null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  private static Object valueOrNull(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // a module that keeps it closed
    }
  }
}
