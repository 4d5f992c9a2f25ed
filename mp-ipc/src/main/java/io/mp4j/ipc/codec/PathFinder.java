package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import java.io.NotSerializableException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
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

  private PathFinder(ClassLoader loader, CodecSettings settings) {
    super(loader, settings);
  }

  /** Explains why {@code value} could not be written. */
  static SerializationException explain(
      Object value, Throwable failure, ClassLoader loader, CodecSettings settings) {
    if (rootOf(failure) instanceof StackOverflowError) {
      return new SerializationException(
          "cannot send "
              + nameOf(value)
              + ": its objects are nested too deeply for the stack of this thread");
    }
    PathFinder finder = new PathFinder(loader, settings);
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
      steps.addAll(stepsFrom(from, member -> member == to));
      from = to;
    }
    if (!begun) {
      steps.addAll(stepsFrom(last, member -> member != null && member.getClass() == lastClass));
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

  /** Names the way from an object to the one that is wanted, or the object when none is seen. */
  private static List<String> stepsFrom(Object owner, Predicate<Object> wanted) {
    List<String> way = Members.wayFrom(owner, wanted);
    return way.isEmpty() ? List.of(nameOf(owner)) : way;
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
