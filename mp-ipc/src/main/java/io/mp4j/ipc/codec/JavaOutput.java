package io.mp4j.ipc.codec;

import io.mp4j.ipc.loading.Loaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * One object as Java serialization writes it. Parts that are not Serializable, that are in shared
 * memory, or that are known from elsewhere in the message are left out of it, to be written beside.
 */
final class JavaOutput extends ObjectOutputStream {
  private final TravelKryo kryo;
  private final Mode mode;
  private final IdentityHashMap<Object, Beside> beside = new IdentityHashMap<>();
  private final List<Object> parts = new ArrayList<>();
  private final Set<Object> within = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Those of the parts that were not known before. */
  private final Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());

  private boolean rootSeen;

  /** How a stream stands to the message around it. */
  enum Mode {
    /** It is a part of the message, and leaves to it what is in there already. */
    WITHIN_MESSAGE,
    /** It can be read without the message. */
    ALONE,
    /** Nobody will read it: it shows what leads where. */
    PROBE
  }

  private JavaOutput(OutputStream bytes, TravelKryo kryo, Mode mode) throws IOException {
    super(bytes);
    this.kryo = kryo;
    this.mode = mode;
    enableReplaceObject(true);
  }

  /** Writes an object and returns its bytes. */
  static Written write(TravelKryo kryo, Object object, Mode mode) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JavaOutput objects = new JavaOutput(bytes, kryo, mode)) {
      objects.writeObject(object);
      objects.flush();
      return new Written(bytes.toByteArray(), objects.parts, objects);
    }
  }

  /**
   * What was written.
   *
   * @param bytes the object
   * @param parts what is to be written beside it
   * @param stream who has written it
   */
  record Written(byte[] bytes, List<Object> parts, JavaOutput stream) {}

  /** Called for each object when it is met first, after it had its own say. */
  @Override
  protected Object replaceObject(Object object) {
    boolean root = !rootSeen;
    rootSeen = true;
    if (object instanceof String || object instanceof SerializedLambda) {
      return object;
    }
    boolean known = mode != Mode.ALONE && !root && kryo.references().knows(object);
    if (known || cannotBeWithin(object)) {
      if (!known) {
        found.add(object);
      }
      return beside.computeIfAbsent(object, this::add);
    }
    if (mode != Mode.PROBE) {
      kryo.references().checkOutsideStreams(object);
    }
    within.add(object);
    return object;
  }

  private Beside add(Object part) {
    parts.add(part);
    return new Beside(parts.size() - 1);
  }

  private boolean cannotBeWithin(Object object) {
    return !(object instanceof Serializable)
        || object instanceof Traveller
        || object instanceof StaysHere
        || Proxy.isProxyClass(object.getClass())
        || !JavaForms.canBeRebuilt(object.getClass())
        || kryo.settings().reductionOf(object.getClass()) != null;
  }

  /**
   * Tells whether an object is in this stream and has, in there, a part that is written beside it.
   * Such a part that leads to the object would come back to itself in two copies.
   */
  boolean leadsBackFrom(Object object) {
    if (found.isEmpty() || !within.contains(object)) {
      return false;
    }
    try {
      return write(kryo, object, Mode.PROBE).parts.stream().anyMatch(found::contains);
    } catch (IOException changedMeanwhile) {
      return true;
    }
  }

  @Override
  protected void annotateClass(Class<?> type) throws IOException {
    kryo.settings().check(type);
    writeLong(Loaders.idOf(type));
  }

  @Override
  protected void annotateProxyClass(Class<?> type) throws IOException {
    for (Class<?> each : type.getInterfaces()) {
      writeLong(Loaders.idOf(each));
    }
  }
}
