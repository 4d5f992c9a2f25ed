package io.mp4j.ipc.codec;

import io.mp4j.SerializationException;
import io.mp4j.spi.Reduction;
import io.mp4j.spi.TravelSettings;
import java.io.ObjectInputFilter;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a codec is told of the classes of users: how their objects travel, and which may. Immutable
 * and safe for all threads; travels to other processes as bytes.
 */
public final class CodecSettings {
  /** Everything travels that can. */
  public static final CodecSettings NONE =
      new CodecSettings(TravelSettings.NONE, new byte[0], List.of());

  /** What this process was told when it was started; what it makes goes by it, too. */
  private static volatile CodecSettings ofThisProcess = NONE;

  private final TravelSettings settings;
  private final byte[] encoded;
  private final Map<Class<?>, Reduction> exact = new HashMap<>();

  /** Those of interfaces and abstract classes, the one added last first. */
  private final List<Reduction> general = new ArrayList<>();

  private final Set<Class<?>> registered = new HashSet<>();
  private final List<ObjectInputFilter> filters = new ArrayList<>();

  private CodecSettings(TravelSettings settings, byte[] encoded, List<String> moreFilters) {
    this.settings = settings;
    this.encoded = encoded;
    for (Reduction each : settings.reductions()) {
      exact.put(each.type(), each);
      if (Modifier.isAbstract(each.type().getModifiers())) {
        general.add(0, each);
      }
    }
    for (Class<?> each : settings.registered()) {
      for (Class<?> type = each; type != null; type = type.getSuperclass()) {
        registered.add(type);
      }
    }
    addFilters(settings.filters());
    addFilters(moreFilters);
  }

  private void addFilters(List<String> patterns) {
    for (String each : patterns) {
      filters.add(ObjectInputFilter.Config.createFilter(each));
    }
  }

  /**
   * Returns what holds for what this process makes without a context.
   *
   * @return the settings that it was started with
   */
  public static CodecSettings ofThisProcess() {
    return ofThisProcess;
  }

  /**
   * Takes what the parent of this process says; called once, before any code of users runs.
   *
   * @param encoded what {@link #encoded} gave
   * @param loader finds the classes of users
   */
  public static void inherit(byte[] encoded, ClassLoader loader) {
    ofThisProcess =
        encoded.length == 0 ? NONE : new CodecSettings(decode(encoded, loader), encoded, List.of());
  }

  /**
   * Adds the settings of a context to those of this process.
   *
   * @param context what the context says; it wins where both say something of a class
   * @return the settings
   */
  public static CodecSettings of(TravelSettings context) {
    TravelSettings own = ofThisProcess.settings;
    if (isEmpty(context)) {
      return ofThisProcess;
    }
    Map<Class<?>, Reduction> reductions = new LinkedHashMap<>();
    for (Reduction each : concat(own.reductions(), context.reductions())) {
      reductions.remove(each.type());
      reductions.put(each.type(), each);
    }
    TravelSettings both =
        new TravelSettings(
            List.copyOf(reductions.values()),
            concat(own.registered(), context.registered()),
            own.registrationRequired() || context.registrationRequired(),
            concat(own.filters(), context.filters()));
    byte[] bytes = new Codec(CodecSettings.class.getClassLoader(), NONE).encode(both);
    return new CodecSettings(both, bytes, List.of());
  }

  /** Not by {@code equals}, which a record makes a dozen classes for when it is called first. */
  private static boolean isEmpty(TravelSettings settings) {
    return settings.reductions().isEmpty()
        && settings.registered().isEmpty()
        && !settings.registrationRequired()
        && settings.filters().isEmpty();
  }

  /**
   * Rebuilds the settings of what was made in another process. Objects travel through it as they do
   * there; what this process demands of classes holds as well.
   *
   * @param encoded what {@link #encoded} gave there
   * @param loader finds the classes of users
   * @return the settings
   */
  public static CodecSettings arrived(byte[] encoded, ClassLoader loader) {
    CodecSettings here = ofThisProcess;
    if (Arrays.equals(encoded, here.encoded)) {
      return here;
    }
    TravelSettings there = encoded.length == 0 ? TravelSettings.NONE : decode(encoded, loader);
    TravelSettings demanding =
        new TravelSettings(
            there.reductions(),
            concat(there.registered(), here.settings.registered()),
            there.registrationRequired() || here.settings.registrationRequired(),
            there.filters());
    return new CodecSettings(demanding, encoded, here.settings.filters());
  }

  private static TravelSettings decode(byte[] encoded, ClassLoader loader) {
    return (TravelSettings) new Codec(loader, NONE).decode(encoded);
  }

  private static <T> List<T> concat(List<T> head, List<T> tail) {
    Set<T> all = new LinkedHashSet<>(head);
    all.addAll(tail);
    return List.copyOf(all);
  }

  /**
   * Writes the settings, for other processes.
   *
   * @return the bytes, none when there is nothing to say; not to be changed
   */
  public byte[] encoded() {
    return encoded;
  }

  // --- for codecs --------------------------------------------------------------------------------

  /** Returns how objects of a class travel by the means of users; null when they do not. */
  Reduction reductionOf(Class<?> type) {
    Reduction found = exact.get(type);
    if (found != null || general.isEmpty()) {
      return found;
    }
    for (Reduction each : general) {
      if (each.type().isAssignableFrom(type)) {
        return each;
      }
    }
    return null;
  }

  /** Returns the one that was made for a class, by its name; null when there is none. */
  Reduction reductionFor(Class<?> type) {
    return exact.get(type);
  }

  boolean hasReductions() {
    return !exact.isEmpty();
  }

  /** Tells whether there is anything that {@link #check} may refuse. */
  boolean isDemanding() {
    return !filters.isEmpty() || settings.registrationRequired();
  }

  /** Refuses what may not travel. */
  void check(Class<?> type) {
    if (!isDemanding()) {
      return;
    }
    Class<?> element = elementOf(type);
    if (element.isPrimitive() || OwnClasses.contains(element)) {
      return;
    }
    if (settings.registrationRequired() && !isKnown(element)) {
      throw new SerializationException(
          "class "
              + element.getName()
              + " is not registered; add it with Context.withRegisteredClasses, or give it a"
              + " serializer with Context.withSerializer");
    }
    for (ObjectInputFilter filter : filters) {
      if (filter.checkInput(new ClassOnly(element)) == ObjectInputFilter.Status.REJECTED) {
        throw new SerializationException(
            "the deserialization filter of the context rejects class " + element.getName());
      }
    }
  }

  private boolean isKnown(Class<?> type) {
    return registered.contains(type) || JdkClasses.contains(type) || reductionOf(type) != null;
  }

  /** Of arrays their elements count, of the constants of an enum the enum. */
  private static Class<?> elementOf(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    Class<?> parent = element.getSuperclass();
    return parent != null && parent.isEnum() ? parent : element;
  }

  /** Returns what a stream of Java serialization has to ask; null when there is nothing. */
  ObjectInputFilter streamFilter() {
    return filters.isEmpty() ? null : this::checkStream;
  }

  private ObjectInputFilter.Status checkStream(ObjectInputFilter.FilterInfo info) {
    Class<?> type = info.serialClass();
    if (type != null && OwnClasses.contains(elementOf(type))) {
      return ObjectInputFilter.Status.ALLOWED;
    }
    for (ObjectInputFilter filter : filters) {
      if (filter.checkInput(info) == ObjectInputFilter.Status.REJECTED) {
        return ObjectInputFilter.Status.REJECTED;
      }
    }
    return ObjectInputFilter.Status.UNDECIDED;
  }

  /** A question that is about a class alone. */
  private record ClassOnly(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {
    @Override
    public long arrayLength() {
      return -1;
    }

    @Override
    public long depth() {
      return 1;
    }

    @Override
    public long references() {
      return 1;
    }

    @Override
    public long streamBytes() {
      return 0;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodecSettings that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return "CodecSettings[" + settings + "]";
  }
}
