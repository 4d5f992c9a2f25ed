package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Reads what {@link JavaOutput} has written, given the parts that were written beside it. Arrays
 * are no longer than the bytes allow; filters of the whole JVM and of the context apply as well.
 */
final class JavaInput extends ObjectInputStream {
  private final List<Object> parts;
  private final CodecSettings settings;
  private final ClassLoader loader;

  private JavaInput(
      InputStream stream,
      Input bytes,
      List<Object> parts,
      CodecSettings settings,
      ClassLoader loader)
      throws IOException {
    super(stream);
    this.parts = parts;
    this.settings = settings;
    this.loader = loader;
    enableResolveObject(true);
    ObjectInputFilter filter = info -> judgeLength(info, bytes);
    for (ObjectInputFilter other :
        new ObjectInputFilter[] {getObjectInputFilter(), settings.streamFilter()}) {
      filter = other == null ? filter : ObjectInputFilter.merge(filter, other);
    }
    setObjectInputFilter(filter);
  }

  /** Is asked before memory is taken; by the collections of the JDK as well. */
  private static ObjectInputFilter.Status judgeLength(
      ObjectInputFilter.FilterInfo info, Input bytes) {
    if (info.arrayLength() <= 0) {
      return ObjectInputFilter.Status.UNDECIDED;
    }
    try {
      BoundedInput.announce(bytes, (int) Math.min(info.arrayLength(), Integer.MAX_VALUE));
      return ObjectInputFilter.Status.UNDECIDED;
    } catch (KryoException tooLong) {
      return ObjectInputFilter.Status.REJECTED;
    }
  }

  static Object read(byte[] bytes, List<Object> parts, CodecSettings settings, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    Input input = new BoundedInput(bytes);
    try (JavaInput objects = new JavaInput(input, input, parts, settings, loader)) {
      return objects.readObject();
    }
  }

  @Override
  protected Object resolveObject(Object object) {
    return object instanceof Beside part ? parts.get(part.index()) : object;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description)
      throws IOException, ClassNotFoundException {
    Class<?> type = ClassNames.find(readLong(), description.getName(), loader);
    settings.check(type);
    return type;
  }

  @Override
  @SuppressWarnings("deprecation") // no other way leads to the class without an object of it
  protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
    Class<?>[] interfaces = new Class<?>[names.length];
    for (int i = 0; i < names.length; i++) {
      interfaces[i] = ClassNames.find(readLong(), names[i], loader);
      settings.check(interfaces[i]);
    }
    return Proxy.getProxyClass(ProxySerializer.loaderOf(interfaces, loader), interfaces);
  }
}
