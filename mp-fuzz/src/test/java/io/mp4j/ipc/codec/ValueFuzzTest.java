package io.mp4j.ipc.codec;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mp4j.SerializationException;
import io.mp4j.fuzz.Bait;
import io.mp4j.fuzz.Room;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A process sends a value that no codec has written. */
class ValueFuzzTest {
  private final Codec codec = new Codec(ValueFuzzTest.class.getClassLoader());

  static Stream<byte[]> values() {
    return Seeds.encoded();
  }

  @MethodSource("values")
  @DictionaryEntries({
    "java.util.ArrayLis\\xf4",
    "java.util.HashMa\\xf0",
    "java.util.HashSe\\xf4",
    "[Ljava.lang.Object\\xbb",
    "[Ljava.lang.String\\xbb",
    "java.util.ArrayDequ\\xe5",
    "java.lang.Clas\\xf3",
    "java.util.PriorityQueu\\xe5",
    "\\xff\\xff\\xff\\xff\\x07"
  })
  @FuzzTest(maxDuration = "150s")
  void shouldRebuildOrRefuse(byte[] data) throws Throwable {
    if (Bait.isIn(data)) {
      return;
    }
    Room.bound(
        data.length,
        () -> {
          try {
            Object unused = codec.decode(data);
          } catch (SerializationException refused) {
            // as it should be
          }
        });
  }
}
