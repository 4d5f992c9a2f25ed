package io.mp4j.ipc.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mp4j.SerializationException;
import io.mp4j.fuzz.Bait;
import io.mp4j.fuzz.Room;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Items of a chunk, whose lengths may be wrong, and values in a word. */
class ItemsFuzzTest {
  private final Codec codec = new Codec(ItemsFuzzTest.class.getClassLoader());

  static Stream<byte[]> chunks() {
    Encoder encoder = new Codec(ItemsFuzzTest.class.getClassLoader()).encoder();
    Seeds.values().limit(9).forEach(value -> encoder.add(value, new Journey()));
    return Stream.of(
        Arrays.copyOf(encoder.buffer(), encoder.length()), new byte[] {-1, -1, -1, 127, 1});
  }

  @MethodSource("chunks")
  @FuzzTest(maxDuration = "60s")
  void shouldRebuildOneByOneOrRefuse(byte[] data) throws Throwable {
    if (Bait.isIn(data)) {
      return;
    }
    Room.bound(
        data.length,
        () -> {
          try {
            int at = 0;
            while (at < data.length) {
              int length = Encoder.checkedLengthAt(data, at);
              Object unused = codec.decode(data, at + Integer.BYTES, length);
              at += Integer.BYTES + length;
            }
          } catch (SerializationException refused) {
            // as it should be
          }
        });
    if (data.length >= Long.BYTES) {
      try {
        Object unused = ShortValue.ofWord(word(data));
      } catch (IllegalArgumentException refused) {
        // as it should be
      }
    }
  }

  private static long word(byte[] data) {
    long word = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      word = word << Byte.SIZE | (data[i] & 0xff);
    }
    return word;
  }
}
