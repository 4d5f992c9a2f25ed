package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import java.io.NotSerializableException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds out what keeps an object graph from travelling: writes it once more, into nothing, and
 * remembers the way. Costs something only after a failure.
 */
final class PathFinder extends TravelKryo {
  /** From the root to where the writing is; after a failure, to the last object that was begun. */
  private final Deque<Object> path = new ArrayDeque<>();

  /** The class that was looked up last: the culprit's, unless its fields had been begun. */
  private Class<?> lastClass = Object.class;

  private PathFinder(ClassLoader loader) {
    super(loader);
  }

  /** Explains why {@code value} could not be written. */
  static SerializationException explain(Object value, Throwable failure, ClassLoader loader) {
    if (rootOf(failure) instanceof StackOverflowError) {
      return new SerializationException(
          "cannot send "
              + nameOf(value)
              + ": its objects are nested too deeply for the stack of this thread");
    }
    PathFinder finder = new PathFinder(loader);
    Journey onlyLookedAt = new Journey();
    finder.embark(onlyLookedAt);
    try {
      finder.writeClassAndObject(new Output(OutputStream.nullOutputStream(), 4096), value);
      // It changed meanwhile; the first failure is all that is known.
      return new SerializationException("cannot send " + nameOf(value) + ": " + failure, failure);
    } catch (RuntimeException | StackOverflowError again) {
      return finder.describeOr(again, value, failure);
    } finally {
      onlyLookedAt.end();
    }
  }

  /** Looking at objects runs code of users, which may fail once more. */
  private SerializationException describeOr(Throwable again, Object value, Throwable failure) {
    try {
      return describe(again);
    } catch (RuntimeException | StackOverflowError cannotBeLookedAt) {
      return new SerializationException(
          "cannot send " + nameOf(value) + ": " + reason(failure), rootOf(failure));
    }
  }

  /** Names an object by its class, and a lambda by the class whose code made it. */
  static String nameOf(Object value) {
    if (value == null) {
      return "null";
    }
    String name = value.getClass().getTypeName();
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name : "a lambda of " + name.substring(0, lambda);
  }

  private SerializationException describe(Throwable failure) {
    Object last = path.peekLast();
    boolean begun = last == null || last.getClass() == lastClass;
    String culprit = begun ? nameOf(last) : lastClass.getName();

    List<String> steps = new ArrayList<>();
    Iterator<Object> objects = path.iterator();
    Object from = objects.hasNext() ? objects.next() : null;
    while (objects.hasNext()) {
      Object to = objects.next();
      steps.add(stepFrom(from, member -> member == to));
      from = to;
    }
    if (!begun) {
      steps.add(stepFrom(last, member -> member != null && member.getClass() == lastClass));
    }
    String way = (steps.isEmpty() ? "" : String.join(" -> ", steps) + ": ") + culprit;
    return new SerializationException(
        "cannot send " + culprit + ": " + reason(failure) + "; path: " + way, rootOf(failure));
  }

  /** Kryo's own exceptions around it repeat the path in their way. */
  static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String reason(Throwable failure) {
    String ours = null;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SerializationException) {
        ours = t.getMessage();
      } else if (t instanceof NotSerializableException) {
        return "it holds an object of " + t.getMessage() + ", which is not Serializable";
      }
    }
    if (ours != null) {
      return ours;
    }
    String text = rootOf(failure).toString();
    return text.lines().findFirst().orElse(text);
  }

  /**
   * Names the member of an object that the predicate accepts, or the object when none can be seen.
   */
  private static String stepFrom(Object owner, Predicate<Object> wanted) {
    String member = memberOf(owner, wanted);
    return member.isEmpty() ? nameOf(owner) : member;
  }

  private static String memberOf(Object owner, Predicate<Object> wanted) {
    if (owner.getClass().isHidden()) {
      var form = LambdaSerializer.formOf(owner);
      for (int i = 0; i < form.getCapturedArgCount(); i++) {
        if (wanted.test(form.getCapturedArg(i))) {
          return nameOf(owner) + " (captured variable " + (i + 1) + ")";
        }
      }
      return "";
    }
    if (owner instanceof Object[] array) {
      return elementOf(owner, Arrays.asList(array), wanted);
    }
    if (owner instanceof Collection<?> collection && isOfJdk(owner.getClass())) {
      return elementOf(owner, collection, wanted);
    }
    if (owner instanceof Map<?, ?> map && isOfJdk(owner.getClass())) {
      for (var entry : map.entrySet()) {
        if (wanted.test(entry.getKey()) || wanted.test(entry.getValue())) {
          return owner.getClass().getSimpleName() + "[" + entry.getKey() + "]";
        }
      }
      return "";
    }
    return fieldOf(owner, wanted);
  }

  private static String elementOf(Object owner, Iterable<?> elements, Predicate<Object> wanted) {
    int index = 0;
    for (Object element : elements) {
      if (wanted.test(element)) {
        return owner.getClass().getSimpleName().replace("[]", "") + "[" + index + "]";
      }
      index++;
    }
    return "";
  }

  private static String fieldOf(Object owner, Predicate<Object> wanted) {
    for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && wanted.test(valueOf(field, owner))) {
          return type.getSimpleName() + "." + field.getName();
        }
      }
    }
    return "";
  }

  private static Object valueOf(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException | RuntimeException closed) {
      return null;
    }
  }

  // --- every way by which Kryo begins an object --------------------------------------------------
  @Override
  public Registration writeClass(Output output, @SuppressWarnings("rawtypes") Class type) {
    if (type != null) {
      lastClass = type;
    }
    return super.writeClass(output, type);
  }

  @Override
  public void writeObject(Output output, Object object) {
    begin(object);
    super.writeObject(output, object);
    path.removeLast();
  }

  @Override
  public void writeObject(
      Output output, Object object, @SuppressWarnings("rawtypes") Serializer serializer) {
    begin(object);
    super.writeObject(output, object, serializer);
    path.removeLast();
  }

  @Override
  public void writeObjectOrNull(
      Output output, Object object, @SuppressWarnings("rawtypes") Class type) {
    if (object == null) {
      super.writeObjectOrNull(output, null, type);
      return;
    }
    begin(object);
    super.writeObjectOrNull(output, object, type);
    path.removeLast();
  }

  @Override
  public void writeObjectOrNull(
      Output output, Object object, @SuppressWarnings("rawtypes") Serializer serializer) {
    if (object == null) {
      super.writeObjectOrNull(output, null, serializer);
      return;
    }
    begin(object);
    super.writeObjectOrNull(output, object, serializer);
    path.removeLast();
  }

  @Override
  public void writeClassAndObject(Output output, Object object) {
    if (object == null) {
      super.writeClassAndObject(output, null);
      return;
    }
    begin(object);
    super.writeClassAndObject(output, object);
    path.removeLast();
  }

  private void begin(Object object) {
    path.addLast(object);
    lastClass = object.getClass();
  }
}
