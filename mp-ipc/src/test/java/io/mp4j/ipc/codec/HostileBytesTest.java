package io.mp4j.ipc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import io.mp4j.ipc.loading.Loaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that no codec has written; the fuzzers find such as nobody thinks of. */
class HostileBytesTest {
  private static final int HUGE = 2_000_000_000;

  private static boolean initialized;

  private final Codec codec = new Codec(HostileBytesTest.class.getClassLoader());

  /** A graph of one object, whose class is named. */
  private static byte[] graph(Class<?> type, Consumer<Output> contents) {
    Output output = new Output(256, -1);
    output.writeByte(SimpleValues.GRAPH);
    output.writeVarInt(1, true); // a class by its name
    output.writeVarInt(0, true); // the first
    output.writeVarLong(Loaders.APPLICATION, true);
    output.writeString(type.getName());
    output.writeVarInt(1, true); // an object that was not there before
    contents.accept(output);
    return output.toBytes();
  }

  static Stream<byte[]> hugeLengths() {
    Consumer<Output> flagged = output -> output.writeVarIntFlag(true, HUGE, true);
    Consumer<Output> plain = output -> output.writeVarInt(HUGE, true);
    return Stream.of(
        graph(ArrayList.class, flagged),
        graph(HashSet.class, flagged),
        graph(ArrayDeque.class, flagged),
        graph(Arrays.asList().getClass(), flagged),
        graph(List.of(1, 2, 3).getClass(), flagged),
        graph(StringBuilder.class, flagged),
        graph(ArrayList.class, flagged.andThen(output -> output.writeByte(0))),
        graph(HashMap.class, plain),
        graph(Object[].class, plain),
        graph(Object[][].class, plain),
        graph(String[].class, plain),
        graph(byte[].class, plain),
        graph(int[].class, plain),
        graph(long[].class, plain),
        graph(double[].class, plain),
        graph(float[].class, plain),
        graph(short[].class, plain),
        graph(char[].class, plain),
        graph(boolean[].class, plain),
        graph(BitSet.class, plain),
        graph(PriorityQueue.class, flagged.andThen(output -> output.writeByte(0))),
        graph(int[].class, output -> output.writeVarInt(-1, true)),
        graph(Object[].class, output -> output.writeVarInt(-1, true)));
  }

  @ParameterizedTest
  @MethodSource("hugeLengths")
  void shouldRefuseWhatAnnouncesMoreThanItsBytes(byte[] bytes) {
    assertThatThrownBy(() -> codec.decode(bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageMatching(".*(more is announced than there is|an array is cut off).*");
  }

  @Test
  void shouldRefuseArraysInsideEachOtherThatAnnounceTheSameBytes() {
    byte[] bytes =
        graph(
            Object[].class,
            output -> {
              for (int depth = 0; depth < 50; depth++) {
                output.writeVarInt(900, true);
                output.writeVarInt(1, true); // the class that was named
                output.writeVarInt(0, true);
                output.writeVarInt(1, true);
              }
              output.writeBytes(new byte[1000]);
            });
    assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(SerializationException.class);
  }

  @Test
  void shouldRefuseArraysOfJavaSerializationThatAreLongerThanTheirBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream objects =
        new ObjectOutputStream(bytes) {
          @Override
          protected void annotateClass(Class<?> type) throws IOException {
            writeLong(Loaders.APPLICATION);
          }
        }) {
      objects.writeObject(new long[] {7, 8});
    }
    byte[] stream = bytes.toByteArray();
    int length = stream.length - 2 * Long.BYTES - Integer.BYTES;
    stream[length] = 0x70;
    assertThatThrownBy(
            () ->
                JavaInput.read(stream, List.of(), CodecSettings.NONE, getClass().getClassLoader()))
        .hasMessageContaining("REJECTED");
  }

  @Test
  void shouldRefuseNoBytesAtAll() {
    assertThatThrownBy(() -> codec.decode(new byte[0]))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("no bytes");
  }

  @Test
  void shouldCarryManyNulls() {
    List<Object> nulls = new ArrayList<>(Collections.nCopies(1000, null));
    Object[] values = {nulls, 1, Arrays.asList(null, null), new HashSet<>(nulls), "end"};
    assertThat((Object[]) codec.decode(codec.encode(values))).containsExactly(values);
    assertThat(codec.decode(codec.encode(new Object[1000]))).isEqualTo(new Object[1000]);
  }

  /** Sets the flag when it is initialized. */
  enum Loud {
    ONE;

    static {
      initialized = true;
    }
  }

  /** As above. */
  abstract static class LoudClass {
    static {
      initialized = true;
    }
  }

  @Test
  void shouldNotInitializeAClassThatIsOnlyNamed() {
    for (Class<?> type : List.of(LoudClass.class, LoudClass[].class, Loud.class, Loud[].class)) {
      assertThat(codec.decode(codec.encode(type))).isEqualTo(type);
      assertThat(initialized).as(type.getName()).isFalse();
    }
    assertThat(codec.decode(codec.encode(new LoudClass[3]))).isEqualTo(new LoudClass[3]);
    assertThat(initialized).isFalse();
  }
}
