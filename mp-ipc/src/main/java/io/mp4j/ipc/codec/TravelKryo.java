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
import io.mp4j.SerializationException;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
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

  TravelKryo(ClassLoader loader) {
    setClassLoader(loader);
    setRegistrationRequired(false);
    setReferences(true);
    setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
    setDefaultSerializer(byFields());
    register(ClosureSerializer.Closure.class, new LambdaSerializer());
    register(Throwable.class, new ThrowableSerializer());
    addDefaultSerializer(Path.class, new PathSerializer());
  }

  /** What an inner or anonymous class captures stands in synthetic fields. */
  private static FieldSerializerFactory byFields() {
    FieldSerializerConfig config = new FieldSerializerConfig();
    config.setIgnoreSyntheticFields(false);
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
   * Kryo fills an empty collection or map with what it reads; not every class of the JDK allows it.
   */
  @Override
  public Serializer<?> getDefaultSerializer(@SuppressWarnings("rawtypes") Class type) {
    Serializer<?> serializer = super.getDefaultSerializer(type);
    boolean fillsAnEmptyOne =
        serializer.getClass() == CollectionSerializer.class
            || serializer.getClass() == MapSerializer.class;
    return fillsAnEmptyOne && isOfJdk(type) && !hasPublicConstructor(type)
        ? substitute(type)
        : serializer;
  }

  /** Kryo goes by the fields of classes that it does not know; the JDK keeps its own closed. */
  @Override
  protected Serializer<?> newDefaultSerializer(@SuppressWarnings("rawtypes") Class type) {
    return isOfJdk(type) && type != Object.class
        ? substitute(type)
        : super.newDefaultSerializer(type);
  }

  private static boolean isOfJdk(Class<?> type) {
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

  private static Serializer<?> substitute(Class<?> type) {
    if (Serializable.class.isAssignableFrom(type)) {
      return new JavaSerializer();
    }
    if (Collection.class.isAssignableFrom(type)) {
      return new ViewSerializers.OfCollection();
    }
    if (Map.class.isAssignableFrom(type)) {
      return new ViewSerializers.OfMap();
    }
    throw new SerializationException(
        "an object of " + type.getName() + " has no meaning in another process");
  }
}
