package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.KryoSerializable;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.SerializerFactory.FieldSerializerFactory;
import com.esotericsoftware.kryo.serializers.ClosureSerializer;
import com.esotericsoftware.kryo.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.serializers.FieldSerializer.FieldSerializerConfig;
import com.esotericsoftware.kryo.serializers.MapSerializer;
import com.esotericsoftware.kryo.serializers.OptionalSerializers;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import io.mp4j.SerializationException;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.Buffer;
import java.nio.file.Path;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * Kryo, set up for classes that have never heard of it on a JDK that keeps its own classes closed.
 *
 * <p>Classes of users go by their fields, unless they have a Java form of their own or their module
 * is closed. Classes of the JDK cannot: those that Kryo has no serializer for go by Java
 * serialization, or as a plain copy of the collection that they are a view of, or not at all.
 * Confined to one thread at a time.
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
    // What its exceptions need is made ready where the stack has room: a class that could not be
    // once, never can.
    new KryoException("").addTrace("");
  }

  /** Collections of the JDK that have more to them than their elements. */
  private static final Set<Class<?>> HOLD_MORE =
      Set.of(
          ConcurrentSkipListSet.class,
          PriorityBlockingQueue.class,
          LinkedBlockingQueue.class,
          LinkedBlockingDeque.class,
          Properties.class);

  private final CodecSettings settings;
  private final BackReferences references;
  private Journey journey;
  private boolean inVariables;

  private Parts parts;

  TravelKryo(ClassLoader loader, CodecSettings settings) {
    this(loader, settings, new BackReferences());
  }

  private TravelKryo(ClassLoader loader, CodecSettings settings, BackReferences references) {
    super(new TravelClasses(), references);
    this.settings = settings;
    this.references = references;
    setClassLoader(loader);
    setRegistrationRequired(false);
    setReferences(true);
    // A List<Integer> may hold something else; Kryo would believe its declaration.
    setOptimizedGenerics(false);
    setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
    setDefaultSerializer(byFields());
    register(ClosureSerializer.Closure.class, new LambdaSerializer());
    register(Throwable.class, new ThrowableSerializer());
    register(Proxy.class, new ProxySerializer());
    register(ReducedSerializer.Reduced.class, new ReducedSerializer());
    ArraySerializer.register(this);
    addDefaultSerializer(Path.class, new PathSerializer());
    addDefaultSerializer(Traveller.class, new TravellerSerializer());
    addDefaultSerializer(Buffer.class, new BufferSerializer());
    addDefaultSerializer(Class.class, new ClassSerializer());
    FixedSerializers.addTo(this);
    addThoseThatKryoHas();
    addThoseThatLoseSomethingWithKryo();
  }

  private void addThoseThatKryoHas() {
    addDefaultSerializer(UUID.class, new DefaultSerializers.UUIDSerializer());
    addDefaultSerializer(URI.class, new DefaultSerializers.URISerializer());
    addDefaultSerializer(Pattern.class, new DefaultSerializers.PatternSerializer());
    addDefaultSerializer(AtomicBoolean.class, new DefaultSerializers.AtomicBooleanSerializer());
    addDefaultSerializer(AtomicInteger.class, new DefaultSerializers.AtomicIntegerSerializer());
    addDefaultSerializer(AtomicLong.class, new DefaultSerializers.AtomicLongSerializer());
    addDefaultSerializer(
        Optional.class, new WholeByKryo(new OptionalSerializers.OptionalSerializer()));
    addDefaultSerializer(
        Collections.singletonList(1).getClass(),
        new WholeByKryo(new DefaultSerializers.CollectionsSingletonListSerializer()));
    addDefaultSerializer(
        Collections.singleton(1).getClass(),
        new WholeByKryo(new DefaultSerializers.CollectionsSingletonSetSerializer()));
    addDefaultSerializer(
        Collections.singletonMap(1, 1).getClass(),
        new WholeByKryo(new DefaultSerializers.CollectionsSingletonMapSerializer()));
  }

  /** Kryo forgets scripts of languages, calendars of their own and rules of time zones. */
  private void addThoseThatLoseSomethingWithKryo() {
    addDefaultSerializer(Locale.class, new JavaFormSerializer());
    addDefaultSerializer(Calendar.class, new JavaFormSerializer());
    addDefaultSerializer(TimeZone.class, new JavaFormSerializer());
  }

  /** Makes another one like this, which knows of no objects. */
  TravelKryo another() {
    return new TravelKryo(getClassLoader(), settings);
  }

  CodecSettings settings() {
    return settings;
  }

  TravelClasses classes() {
    return (TravelClasses) getClassResolver();
  }

  BackReferences references() {
    return references;
  }

  /** Says on which journey the next object goes; null for one that is only looked at. */
  void embark(Journey next) {
    journey = next;
  }

  /**
   * Says where the large arrays of the next object go, or are; null for one that has all of them in
   * itself.
   */
  void beside(Parts next) {
    parts = next;
  }

  Parts parts() {
    return parts;
  }

  Journey journey() {
    if (journey == null) {
      throw new SerializationException("an object in shared memory cannot travel from here");
    }
    return journey;
  }

  /** Variables of JShell are being written, which may be lambdas that use variables. */
  boolean isInVariables() {
    return inVariables;
  }

  void inVariables(boolean begun) {
    inVariables = begun;
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

  /**
   * All exceptions go by one name, since the other side may not know their classes; so do proxies,
   * whose classes were made on the way, and what goes by the means of users.
   */
  @Override
  public Registration getRegistration(@SuppressWarnings("rawtypes") Class type) {
    Registration known = getClassResolver().getRegistration(type);
    if (known != null) {
      return known;
    }
    Class<?> unknown = type;
    if (settings.hasReductions() && settings.reductionOf(unknown) != null) {
      return getClassResolver().getRegistration(ReducedSerializer.Reduced.class);
    }
    if (Throwable.class.isAssignableFrom(unknown)) {
      return getClassResolver().getRegistration(Throwable.class);
    }
    if (Proxy.isProxyClass(unknown)) {
      return getClassResolver().getRegistration(Proxy.class);
    }
    return super.getRegistration(type);
  }

  @Override
  public Serializer<?> getDefaultSerializer(@SuppressWarnings("rawtypes") Class type) {
    Class<?> unknown = type;
    settings.check(unknown);
    if (StaysHere.class.isAssignableFrom(unknown)) {
      throw new SerializationException(
          "an object of " + type.getName() + " belongs to the process that made it");
    }
    if (unknown.isEnum()) {
      return new LateEnumSerializer(unknown.asSubclass(Enum.class));
    }
    Serializer<?> serializer =
        unknown.isArray() || JdkClasses.contains(unknown)
            ? serializerOfJdk(unknown)
            : serializerOfUsers(unknown);
    return BoundedSerializers.of(serializer, this, unknown);
  }

  // --- classes of the JDK ------------------------------------------------------------------------

  /**
   * Kryo would fill an empty collection or map with what it reads, which loses what else the object
   * holds: a comparator, a bound.
   */
  private Serializer<?> serializerOfJdk(Class<?> type) {
    Serializer<?> serializer = super.getDefaultSerializer(type);
    boolean fillsAnEmptyOne =
        serializer.getClass() == CollectionSerializer.class
            || serializer.getClass() == MapSerializer.class;
    return fillsAnEmptyOne && (!hasPublicConstructor(type) || HOLD_MORE.contains(type))
        ? substitute(type)
        : serializer;
  }

  /** Kryo goes by the fields of classes that it does not know; the JDK keeps its own closed. */
  @Override
  protected Serializer<?> newDefaultSerializer(@SuppressWarnings("rawtypes") Class type) {
    Class<?> unknown = type;
    return JdkClasses.contains(unknown) && unknown != Object.class
        ? substitute(unknown)
        : super.newDefaultSerializer(type);
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
    if (type.getName().startsWith("java.util.concurrent.locks.") || type == Semaphore.class) {
      throw new SerializationException(
          "a copy of a " + type.getName() + " in another process would lock nobody out");
    }
    if (Serializable.class.isAssignableFrom(type)) {
      return new JavaFormSerializer();
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

  // --- classes of users --------------------------------------------------------------------------

  private Serializer<?> serializerOfUsers(Class<?> type) {
    Serializer<?> annotated = getDefaultSerializerForAnnotatedType(type);
    if (annotated != null) {
      return annotated;
    }
    if (Enum.class.isAssignableFrom(type)
        || Traveller.class.isAssignableFrom(type)
        || Path.class.isAssignableFrom(type)
        || KryoSerializable.class.isAssignableFrom(type)) {
      return super.getDefaultSerializer(type);
    }
    if (JavaForms.isOf(type)) {
      return new JavaFormSerializer();
    }
    if (Composed.class.isAssignableFrom(type)) {
      return new ComposedSerializer();
    }
    Class<?> closed = Openness.closedOneOf(type);
    if (closed != null) {
      return javaForm(type, Openness.missingFor(closed));
    }
    if (type.isRecord()) {
      return new RecordSerializer(type);
    }
    if (JdkClasses.leaveFieldsTo(type)) {
      return javaForm(type, "a class that extends one of the JDK travels only when Serializable");
    }
    return newDefaultSerializer(type);
  }

  private static Serializer<?> javaForm(Class<?> type, String orElse) {
    if (!Serializable.class.isAssignableFrom(type)) {
      throw new SerializationException(type.getName() + " cannot be taken apart: " + orElse);
    }
    if (!JavaForms.canBeRebuilt(type)) {
      throw new SerializationException(
          type.getName()
              + " could not be rebuilt by Java serialization: the first superclass that is not"
              + " Serializable needs a constructor without arguments");
    }
    return new JavaFormSerializer();
  }
}
