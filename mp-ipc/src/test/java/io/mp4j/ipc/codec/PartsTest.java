package io.mp4j.ipc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.SerializationException;
import io.mp4j.function.Function0;
import java.io.InputStream;
import java.io.Serial;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large arrays beside a message. */
class PartsTest {
  private static final int LARGE = Parts.SMALLEST + 7;

  private final Codec codec = new Codec(PartsTest.class.getClassLoader());
  private final Parts parts = new Parts();

  record Picture(String name, int[] pixels, List<byte[]> layers) {}

  static final class Overflow extends Exception {
    @Serial private static final long serialVersionUID = 1L;
    private final byte[] memory;

    Overflow(byte[] memory) {
      this.memory = memory;
    }
  }

  private byte[] encode(Object value) {
    return codec.encode(value, new Journey(), parts);
  }

  private Object roundTrip(Object value) {
    return codec.decode(new Message(encode(value), parts));
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeLargeArraysOfEachKindOutOfTheMessage(PartType type) {
    Object array = type.make(LARGE);
    byte[] bytes = encode(array);
    assertThat(bytes.length).isLessThan(20);
    assertThat(parts.arrays()).hasSize(1).first().isSameAs(array);
    assertThat(codec.decode(new Message(bytes, parts))).isSameAs(array);
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepSmallArraysOfEachKindInTheMessage(PartType type) {
    Object array = type.make(Parts.SMALLEST / type.elementBytes() - 1);
    Object copy = roundTrip(array);
    assertThat(parts.isEmpty()).isTrue();
    assertThat(copy).isNotSameAs(array).isEqualTo(array);
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepAllArraysInAMessageThatHasNothingBesideIt(PartType type) {
    Object array = type.make(LARGE);
    Object copy = codec.decode(codec.encode(array));
    assertThat(copy).isNotSameAs(array);
    assertThat(Array.getLength(copy)).isEqualTo(LARGE);
  }

  @Test
  void shouldFindThemInsideOfOtherObjects() {
    Picture picture = new Picture("p", new int[LARGE], List.of(new byte[LARGE], new byte[3]));
    Picture copy = (Picture) roundTrip(picture);
    assertThat(parts.arrays()).containsExactlyInAnyOrder(picture.pixels, picture.layers.get(0));
    assertThat(copy.pixels).isSameAs(picture.pixels);
    assertThat(copy.layers.get(1)).isNotSameAs(picture.layers.get(1)).hasSize(3);
  }

  @Test
  void shouldFindWhatALambdaCaptures() throws Exception {
    double[] captured = new double[LARGE];
    captured[LARGE - 1] = 1.5;
    Function0<Double> last = () -> captured[captured.length - 1];
    Object copy = roundTrip(last);
    assertThat(parts.arrays()).hasSize(1);
    assertThat(((Function0<?>) copy).call()).isEqualTo(1.5);
  }

  @Test
  void shouldTakeAnExceptionThatHoldsMuchOutOfTheMessage() {
    byte[] bytes = encode(new Overflow(new byte[LARGE]));
    assertThat(bytes.length).isLessThan(LARGE);
    assertThat(parts.arrays()).hasSize(1);
    Object copy = codec.decode(new Message(bytes, parts));
    assertThat(((Overflow) copy).memory).hasSize(LARGE);
  }

  @Test
  void shouldSendAnArrayOnceThatIsReferredToTwice() {
    byte[] shared = new byte[LARGE];
    Object[] copy = (Object[]) roundTrip(new Object[] {shared, Map.of("again", shared), shared});
    assertThat(parts.arrays()).hasSize(1);
    assertThat(copy[0]).isSameAs(copy[2]).isSameAs(((Map<?, ?>) copy[1]).get("again"));
  }

  @Test
  void shouldNumberThemInOrderThroughAllValuesOfAnEncoder() {
    Encoder encoder = codec.encoder();
    List<byte[]> items = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      items.add(new byte[LARGE + i]);
      encoder.add(items.get(i), new Journey());
    }
    int at = 0;
    for (byte[] item : items) {
      int length = Encoder.lengthAt(encoder.buffer(), at);
      at += Integer.BYTES;
      assertThat(codec.decode(encoder.buffer(), at, length, encoder.parts())).isSameAs(item);
      at += length;
    }
    encoder.reset();
    assertThat(encoder.parts().isEmpty()).isTrue();
  }

  @Test
  void shouldForgetThoseOfAValueThatCannotTravel() {
    Encoder encoder = codec.encoder();
    encoder.add(new long[LARGE], new Journey());
    Object[] refused = {new byte[LARGE], InputStream.nullInputStream()};
    assertThatThrownBy(() -> encoder.add(refused, new Journey()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("Object[1]");
    assertThat(encoder.parts().arrays()).hasSize(1);
  }

  @Test
  void shouldRefuseAMessageWhoseArraysHaveNotCome() {
    byte[] bytes = encode(new Object[] {new byte[LARGE], new int[LARGE]});
    Object[] arrays = parts.arrays().toArray();
    for (List<Object> others :
        List.of(List.of(), List.of(arrays[0]), List.of(arrays[1], arrays[0]))) {
      assertThatThrownBy(() -> codec.decode(new Message(bytes, Parts.of(others))))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("an array that did not come with it");
    }
    assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(SerializationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "ffffffff0f", "feffffff07", "0a"})
  void shouldRefuseAnArrayThatIsLongerThanItsMessage(String length) {
    byte[] bytes = codec.encode(new int[0]);
    byte[] damaged = new byte[bytes.length - 1 + length.length() / 2];
    System.arraycopy(bytes, 0, damaged, 0, bytes.length - 1);
    for (int i = 0; i < length.length() / 2; i++) {
      damaged[bytes.length - 1 + i] =
          (byte) Integer.parseInt(length.substring(2 * i, 2 * i + 2), 16);
    }
    assertThatThrownBy(() -> codec.decode(damaged))
        .isInstanceOf(SerializationException.class)
        .hasMessageStartingWith("cannot rebuild");
  }
}
