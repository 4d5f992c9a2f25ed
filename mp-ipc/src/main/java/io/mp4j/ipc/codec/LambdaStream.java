package io.mp4j.ipc.codec;

import io.mp4j.SerializationException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import java.util.Arrays;

/**
 * Lambdas of modules that are not open, the JDK's among them: only Java serialization may take them
 * apart and rebuild them, and its streams show their form on the way.
 */
final class LambdaStream {
  private LambdaStream() {}

  /** Returns the serialized form of a lambda. */
  static SerializedLambda formOf(Object lambda) {
    try (Catcher catcher = new Catcher()) {
      catcher.writeObject(lambda);
      if (catcher.caught == null) {
        throw new SerializationException("the lambda has no serialized form");
      }
      return catcher.caught;
    } catch (IOException e) {
      throw new SerializationException("the lambda cannot be taken apart: " + e, e);
    }
  }

  private static final class Catcher extends ObjectOutputStream {
    private SerializedLambda caught;

    Catcher() throws IOException {
      super(OutputStream.nullOutputStream());
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (object instanceof SerializedLambda form) {
        caught = form;
      }
      return null; // what it captures need not be Serializable
    }
  }

  /** Returns what stands in a form for captured variables that are given beside it. */
  private static Object[] placeholders(int count) {
    Object[] placeholders = new Object[count];
    Arrays.setAll(placeholders, Beside::new);
    return placeholders;
  }

  /** Rebuilds a lambda. */
  static Object build(TravelKryo kryo, LambdaShape shape, Class<?> capturing, Object[] captured) {
    SerializedLambda form = shape.with(capturing, placeholders(captured.length));
    try {
      byte[] bytes = JavaOutput.write(kryo, form, JavaOutput.Mode.ALONE).bytes();
      return JavaInput.read(bytes, Arrays.asList(captured), kryo.settings(), kryo.getClassLoader());
    } catch (IOException | ClassNotFoundException e) {
      throw new SerializationException(
          "cannot rebuild a lambda of " + capturing.getName() + ": " + e, e);
    }
  }
}
