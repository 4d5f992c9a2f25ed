package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.SerializerFactory.FieldSerializerFactory;
import com.esotericsoftware.kryo.serializers.ClosureSerializer;
import com.esotericsoftware.kryo.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.serializers.FieldSerializer.FieldSerializerConfig;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import com.esotericsoftware.kryo.serializers.MapSerializer;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import com.esotericsoftware.kryo.util.MapReferenceResolver;
import io.mp4j.SerializationException;
import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * Kryo, set up for classes that have never heard of it on a JDK that keeps its own classes closed.
 *
 * <p>Classes of users go by their fields. Classes of the JDK cannot: those that Kryo has no
 * serializer for go by Java serialization, or as a plain copy of the collection that they are a
 * view of, or not at all. Confined to one thread at a time.
 */
class TravelKryo extends Kryo {
  static {
    // Kryo looks at this once. Unsafe would print a warning on Java 24 and later.
    String key = "kryo.unsafe";
    String before = System.getProperty(key);
    System.setProperty(key, "false");
    boolean unused = com.esotericsoftware.kryo.util.Util.unsafe;
    if (before == null) {
      System.clearProperty(key);
    } else {
      System.setProperty(key, before);
    }
  }

  /** Collections of the JDK that have more to them than their elements. */
  private static final Set<Class<?>> HOLD_MORE =
      Set.of(
          ConcurrentSkipListSet.class,
          PriorityBlockingQueue.class,
          LinkedBlockingQueue.class,
          LinkedBlockingDeque.class);

  private Journey journey;

  TravelKryo(ClassLoader loader) {
    super(new BackReferences());
    setClassLoader(loader);
    setRegistrationRequired(false);
    setReferences(true);
    setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
    setDefaultSerializer(byFields());
    register(ClosureSerializer.Closure.class, new LambdaSerializer());
    register(Throwable.class, new ThrowableSerializer());
    addDefaultSerializer(Path.class, new PathSerializer());
    addDefaultSerializer(Traveller.class, new TravellerSerializer());
  }

  /** Says on which journey the next object goes; null for one that is only looked at. */
  void embark(Journey next) {
    journey = next;
  }

  Journey journey() {
    if (journey == null) {
      throw new SerializationException("an object in shared memory cannot travel from here");
    }
    return journey;
  }

  /** What an inner or anonymous class captures stands in synthetic fields. */
  private static FieldSerializerFactory byFields() {
    FieldSerializerConfig config = new FieldSerializerConfig();
    config.setIgnoreSyntheticFields(false);
    config.setCopyTransient(false);
    return new FieldSerializerFactory(config);
  }

  /** Lambdas have hidden classes, which no other JVM knows by name. */
  @Override
  public boolean isClosure(@SuppressWarnings("rawtypes") Class type) {
    return type.isHidden();
  }

  /** All exceptions go by one name, since the other side may not know their classes. */
  @Override
  public Registration getRegistration(@SuppressWarnings("rawtypes") Class type) {
    return Throwable.class.isAssignableFrom(type)
        ? getClassResolver().getRegistration(Throwable.class)
        : super.getRegistration(type);
  }

  /**
   * Kryo would fill an empty collection or map with what it reads, which loses what else the object
   * holds: a comparator, a bound, the fields of a subclass.
   */
  @Override
  public Serializer<?> getDefaultSerializer(@SuppressWarnings("rawtypes") Class type) {
    Serializer<?> serializer = super.getDefaultSerializer(type);
    boolean fillsAnEmptyOne =
        serializer.getClass() == CollectionSerializer.class
            || serializer.getClass() == MapSerializer.class;
    if (!fillsAnEmptyOne) {
      return serializer;
    }
    if (isOfJdk(type)) {
      return hasPublicConstructor(type) && !HOLD_MORE.contains(type)
          ? serializer
          : substitute(type);
    }
    boolean refused = StaysHere.class.isAssignableFrom(type);
    return extendsClassOfJdk(type) && !refused ? substitute(type) : newDefaultSerializer(type);
  }

  private static boolean extendsClassOfJdk(Class<?> type) {
    Class<?> ancestor = type;
    while (!isOfJdk(ancestor)) {
      ancestor = ancestor.getSuperclass();
    }
    return ancestor != Object.class;
  }

  /** Kryo goes by the fields of classes that it does not know; the JDK keeps its own closed. */
  @Override
  protected Serializer<?> newDefaultSerializer(@SuppressWarnings("rawtypes") Class type) {
    if (StaysHere.class.isAssignableFrom(type)) {
      throw new SerializationException(
          "an object of " + type.getName() + " belongs to the process that made it");
    }
    if (isOfJdk(type) && type != Object.class) {
      return substitute(type);
    }
    return isReplacedWhenSerialized(type) ? new JavaSerializer() : super.newDefaultSerializer(type);
  }

  static boolean isOfJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  private static boolean hasPublicConstructor(Class<?> type) {
    try {
      return Modifier.isPublic(type.getModifiers())
          && Modifier.isPublic(type.getConstructor().getModifiers());
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /** A class that wants to be rebuilt by code of its own, such as a logger that looks itself up. */
  private static boolean isReplacedWhenSerialized(Class<?> type) {
    if (!Serializable.class.isAssignableFrom(type)) {
      return false;
    }
    for (Class<?> each = type; each != null && !isOfJdk(each); each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        String name = method.getName();
        if (method.getParameterCount() == 0
            && (name.equals("writeReplace") || name.equals("readResolve"))) {
          return true;
        }
      }
    }
    return Externalizable.class.isAssignableFrom(type);
  }

  private static Serializer<?> substitute(Class<?> type) {
    if (type.getName().startsWith("java.util.concurrent.locks.") || type == Semaphore.class) {
      throw new SerializationException(
          "a copy of a " + type.getName() + " in another process would lock nobody out");
    }
    if (Serializable.class.isAssignableFrom(type)) {
      return new JavaSerializer();
    }
    if (!isOfJdk(type)) {
      throw new SerializationException(
          "a collection class that extends one of the JDK travels only when it is Serializable: "
              + type.getName());
    }
    if (Collection.class.isAssignableFrom(type)) {
      return new ViewSerializers.OfCollection();
    }
    if (Map.class.isAssignableFrom(type)) {
      return new ViewSerializers.OfMap();
    }
    if (Map.Entry.class.isAssignableFrom(type)) {
      return new ViewSerializers.OfEntry();
    }
    throw new SerializationException(
        "an object of "
            + type.getName()
            + " cannot be copied to another process: the class is the JDK's and not Serializable");
  }

  /**
   * Records, lambdas and views exist only once all their parts do: nothing in them can refer back.
   */
  private static final class BackReferences extends MapReferenceResolver {
    @Override
    public Object getReadObject(@SuppressWarnings("rawtypes") Class type, int id) {
      Object object = super.getReadObject(type, id);
      if (object == null) {
        throw new SerializationException(
            "a record, a lambda or a view of a collection refers back to itself by way of a "
                + type.getName());
      }
      return object;
    }
  }
}
