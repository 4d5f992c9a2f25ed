package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/**
 * Records: what their fields hold, given to their constructor. Their accessors are not asked, which
 * may give something else than was put in.
 */
final class RecordSerializer extends WholeSerializer<Object> {
  private final Constructor<?> constructor;
  private final Field[] fields;

  RecordSerializer(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    fields = new Field[components.length];
    Class<?>[] types = new Class<?>[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        fields[i] = type.getDeclaredField(components[i].getName());
        fields[i].setAccessible(true);
      }
      constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new SerializationException("the record cannot be taken apart: " + e, e);
    }
  }

  @Override
  void writeParts(TravelKryo kryo, Output output, Object object) {
    for (Field field : fields) {
      Object value = valueOf(field, object);
      Class<?> type = field.getType();
      if (type.isPrimitive()) {
        kryo.writeObject(output, value);
      } else if (kryo.isFinal(type)) {
        kryo.writeObjectOrNull(output, value, type);
      } else {
        kryo.writeClassAndObject(output, value);
      }
    }
  }

  private static Object valueOf(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new SerializationException("the record cannot be taken apart: " + e, e);
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Class<?> component = fields[i].getType();
      if (component.isPrimitive()) {
        values[i] = kryo.readObject(input, component);
      } else if (kryo.isFinal(component)) {
        values[i] = kryo.readObjectOrNull(input, component);
      } else {
        values[i] = kryo.readClassAndObject(input);
      }
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new SerializationException(
          "the constructor of record " + type.getName() + " fails: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new SerializationException("record " + type.getName() + " cannot be rebuilt: " + e, e);
    }
  }
}
