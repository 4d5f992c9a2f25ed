package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Proxies that the JDK has made: their interfaces and their handler. */
final class ProxySerializer extends WholeSerializer<Object> {
  @Override
  void writeParts(TravelKryo kryo, Output output, Object proxy) {
    Class<?>[] interfaces = proxy.getClass().getInterfaces();
    output.writeVarInt(interfaces.length, true);
    for (Class<?> each : interfaces) {
      kryo.settings().check(each);
      kryo.classes().write(output, each);
    }
    kryo.writeClassAndObject(output, Proxy.getInvocationHandler(proxy));
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    Class<?>[] interfaces = new Class<?>[BoundedInput.readCount(input)];
    for (int i = 0; i < interfaces.length; i++) {
      interfaces[i] = ((TravelKryo) kryo).classes().read(input);
      ((TravelKryo) kryo).settings().check(interfaces[i]);
    }
    InvocationHandler handler = (InvocationHandler) kryo.readClassAndObject(input);
    return Proxy.newProxyInstance(loaderOf(interfaces, kryo.getClassLoader()), interfaces, handler);
  }

  /** A class loader that sees all interfaces: that of one which is not public, if there is one. */
  static ClassLoader loaderOf(Class<?>[] interfaces, ClassLoader fallback) {
    for (Class<?> each : interfaces) {
      if (!JdkClasses.contains(each)) {
        return each.getClassLoader();
      }
    }
    return fallback;
  }
}
