package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.ipc.loading.ClassClosure;
import io.mp4j.ipc.loading.Loaders;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * The variables of JShell that a lambda typed in it uses. They look like local variables to who
 * types them, but are static fields of a class for each, so the lambda does not capture them:
 * without this a child would see zeros. They travel with the lambda, as they are then; those that
 * cannot travel, such as a pool, stay null.
 */
final class ShellVariables {
  private ShellVariables() {}

  static void write(TravelKryo kryo, Output output, Object lambda, Class<?> capturing) {
    List<Field> fields = Loaders.isShell(capturing.getClassLoader()) ? of(capturing) : List.of();
    if (fields.isEmpty() || kryo.isInVariables()) {
      output.writeVarInt(0, true);
      return;
    }
    fields.removeIf(field -> !canTravel(kryo, valueOf(field), lambda));
    output.writeVarInt(fields.size(), true);
    kryo.inVariables(true);
    for (Field field : fields) {
      kryo.classes().write(output, field.getDeclaringClass());
      output.writeString(field.getName());
      kryo.writeClassAndObject(output, valueOf(field));
    }
    kryo.inVariables(false);
  }

  static void read(TravelKryo kryo, Input input) {
    for (int count = input.readVarInt(true); count > 0; count--) {
      Class<?> owner = kryo.classes().read(input);
      String name = input.readString();
      Object value = kryo.readClassAndObject(input);
      try {
        Field field = owner.getField(name);
        field.setAccessible(true);
        field.set(null, value);
      } catch (ReflectiveOperationException | RuntimeException e) {
        throw new KryoException("a variable of JShell cannot be set: " + name, e);
      }
    }
  }

  private static List<Field> of(Class<?> capturing) {
    List<Field> fields = new ArrayList<>();
    try {
      for (String name : ClassClosure.ofPackage(capturing).files().keySet()) {
        Class<?> type = Class.forName(name, false, capturing.getClassLoader());
        if (type.getDeclaringClass() == null) { // else it is a class that was typed
          for (Field field : type.getFields()) {
            if (Modifier.isStatic(field.getModifiers())
                && !Modifier.isFinal(field.getModifiers())) {
              field.setAccessible(true); // the class is not public
              fields.add(field);
            }
          }
        }
      }
    } catch (IOException | ReflectiveOperationException e) {
      throw new KryoException("the variables of JShell cannot be read", e);
    }
    return fields;
  }

  private static Object valueOf(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new KryoException("a variable of JShell cannot be read: " + field, e);
    }
  }

  private static boolean canTravel(TravelKryo kryo, Object value, Object lambda) {
    if (value == lambda) {
      return false;
    }
    TravelKryo trial = new TravelKryo(kryo.getClassLoader(), kryo.settings());
    Journey journey = new Journey();
    trial.embark(journey);
    trial.inVariables(true);
    try {
      trial.writeClassAndObject(new Output(OutputStream.nullOutputStream(), 4096), value);
      return true;
    } catch (RuntimeException | StackOverflowError cannot) {
      return false;
    } finally {
      journey.end();
    }
  }
}
