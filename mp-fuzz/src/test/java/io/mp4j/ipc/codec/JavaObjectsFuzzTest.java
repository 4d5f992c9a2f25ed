package io.mp4j.ipc.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mp4j.fuzz.Bait;
import io.mp4j.fuzz.Room;
import io.mp4j.ipc.loading.Loaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Java serialization inside a value, from a process that has not used it. */
class JavaObjectsFuzzTest {
  static Stream<byte[]> objects() {
    return Seeds.values()
        .filter(value -> value instanceof Serializable && !mayWaitForEver(value.getClass()))
        .flatMap(value -> serialized(value).stream());
  }

  /**
   * A queue of the JDK is received with its locks. One that looks as if a thread held it stops
   * whoever receives it, which no look at the bytes can tell.
   */
  private static boolean mayWaitForEver(Class<?> type) {
    return type.getPackageName().equals("java.util.concurrent");
  }

  private static Optional<byte[]> serialized(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream objects =
        new ObjectOutputStream(bytes) {
          @Override
          protected void annotateClass(Class<?> type) throws IOException {
            writeLong(Loaders.APPLICATION);
          }
        }) {
      objects.writeObject(value);
      return Optional.of(bytes.toByteArray());
    } catch (NotSerializableException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The codec makes one exception of all those of a stream, and of a stack that is too small. */
  @MethodSource("objects")
  @FuzzTest(maxDuration = "75s")
  @SuppressWarnings("BanSerializableRead") // is what it is about
  void shouldRebuildOrRefuse(byte[] data) throws Throwable {
    if (Bait.isIn(data)) {
      return;
    }
    Room.bound(
        data.length,
        () -> {
          ClassLoader loader = getClass().getClassLoader();
          try {
            Object unused = JavaInput.read(data, List.of(), CodecSettings.NONE, loader);
          } catch (IOException
              | ClassNotFoundException
              | RuntimeException
              | LinkageError
              | StackOverflowError refused) {
            // as it should be
          }
        });
  }
}
