package io.mp4j.ipc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.SerializationException;
import io.mp4j.function.Action0;
import io.mp4j.function.Action1;
import io.mp4j.function.Action2;
import io.mp4j.function.Action3;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import io.mp4j.function.Function2;
import io.mp4j.function.Function3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimpleLambdasTest {
  private static final ClassLoader LOADER = SimpleLambdasTest.class.getClassLoader();

  private final Codec codec = new Codec(LOADER);

  private static Function1<Integer, List<Object>> simple() {
    int number = 7;
    long large = Long.MAX_VALUE;
    double fraction = 0.5;
    boolean truth = true;
    String text = "text";
    byte[] bytes = {1, 2};
    Object nothing = null;
    Function1<Integer, Integer> nested = x -> x * number;
    return x ->
        Arrays.asList(
            number, large, fraction, truth, text, bytes[1], nothing, nested.call(x), nested);
  }

  @SuppressWarnings("unchecked")
  private <T> T roundTrip(T value, byte form) {
    byte[] bytes = codec.encode(value);
    assertThat(bytes[0]).isEqualTo(form);
    return (T) codec.decode(bytes);
  }

  private static void nothing() {}

  @Test
  void shouldBringSimpleValuesAndOtherLambdas() throws Exception {
    List<Object> values = roundTrip(simple(), SimpleValues.LAMBDA).call(3);

    assertThat(values.subList(0, 8))
        .containsExactly(7, Long.MAX_VALUE, 0.5, true, "text", (byte) 2, null, 21);
    assertThat(values.get(8)).isInstanceOf(Function1.class);
    Action0 method = roundTrip(SimpleLambdasTest::nothing, SimpleValues.LAMBDA);
    method.run();
  }

  @Test
  void shouldBringCodeWithItsArguments() throws Exception {
    Action1<String> action = text -> assertThat(text).isEqualTo("a");
    Action2<String, Integer> action2 = (text, number) -> assertThat(text + number).isEqualTo("a1");
    Action3<String, Integer, Object> action3 =
        (text, number, nothing) -> assertThat(nothing).isNull();
    Function1<Integer, Integer> function = x -> x + 1;
    Function2<Integer, Integer, Integer> function2 = (x, y) -> x + y;
    Function3<Integer, Integer, Integer, Integer> function3 = (x, y, z) -> x + y + z;

    roundTrip(action.bind("a"), SimpleValues.BOUND).run();
    roundTrip(action2.bind("a", 1), SimpleValues.BOUND).run();
    roundTrip(action3.bind("a", 1, null), SimpleValues.BOUND).run();
    assertThat(roundTrip(function.bind(1), SimpleValues.BOUND).call()).isEqualTo(2);
    assertThat(roundTrip(function2.bind(1, 2), SimpleValues.BOUND).call()).isEqualTo(3);
    assertThat(roundTrip(function3.bind(1, 2, 3), SimpleValues.BOUND).call()).isEqualTo(6);
    assertThat(roundTrip(function.bind(1), SimpleValues.BOUND))
        .isExactlyInstanceOf(function.bind(1).getClass());
  }

  /** Stands for an object of the library. */
  private static final class Order implements Composed {
    static {
      Composed.by(Order.class, parts -> new Order((String) parts[0], (Action0) parts[1]));
    }

    private final String what;
    private final Action0 how;

    Order(String what, Action0 how) {
      this.what = what;
      this.how = how;
    }

    @Override
    public Object[] parts() {
      return new Object[] {what, how};
    }
  }

  /** One of a class that says nothing of how it is made. */
  private static final class Mute implements Composed {
    @Override
    public Object[] parts() {
      return new Object[0];
    }
  }

  @Test
  void shouldBringObjectsOfTheLibraryAsWhatTheyAreMadeOf() throws Exception {
    Order order = roundTrip(new Order("text", SimpleLambdasTest::nothing), SimpleValues.COMPOSED);
    assertThat(order.what).isEqualTo("text");
    order.how.run();
    assertThat(roundTrip(new Order(null, null), SimpleValues.COMPOSED).how).isNull();
    List<Integer> list = new ArrayList<>(List.of(1));
    roundTrip(new Order("text", () -> list.add(2)), SimpleValues.GRAPH).how.run();
  }

  @Test
  void shouldRefuseObjectsThatNobodyPutsTogether() {
    byte[] mute = codec.encode(new Mute());
    assertThatThrownBy(() -> codec.decode(mute))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(Mute.class.getName());
    byte[] order = codec.encode(new Order("text", null));
    byte[] cut = Arrays.copyOf(order, order.length - 5);
    assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(SerializationException.class);
  }

  @Test
  void shouldLeaveToKryoWhatIsNotSimple() throws Exception {
    List<Integer> list = new ArrayList<>(List.of(1));
    Function0<Object> ofList = () -> list;
    Function0<Object> ofNested = () -> ofList;
    String text = "\u03b1\u03b2\u03b3";
    Function0<Object> ofText = () -> text;

    assertThat(roundTrip(ofList, SimpleValues.GRAPH).call()).isEqualTo(list);
    assertThat(roundTrip(ofNested, SimpleValues.GRAPH).call()).isInstanceOf(Function0.class);
    assertThat(roundTrip(ofText, SimpleValues.GRAPH).call()).isEqualTo(text);
    Function1<List<Integer>, Integer> size = List::size;
    assertThat(roundTrip(size.bind(list), SimpleValues.GRAPH).call()).isEqualTo(1);
  }

  @Test
  void shouldNotMakeTwoOfOne() throws Exception {
    Function0<Integer> one = () -> 1;
    Function0<Integer> same = one;
    Function0<Boolean> both = () -> one == same;

    assertThat(roundTrip(both, SimpleValues.GRAPH).call()).isTrue();
  }

  @Test
  void shouldBeAValueAmongOthers() throws Exception {
    Encoder encoder = codec.encoder();
    encoder.set(simple(), new Journey());
    byte[] padded = new byte[encoder.length() + 10];
    System.arraycopy(encoder.buffer(), 0, padded, 5, encoder.length());

    assertThat(Codec.mayRunCode(padded, 5)).isTrue();
    Object copy = codec.decoder().decode(padded, 5, encoder.length(), Parts.NONE);
    assertThat(copy).isInstanceOf(Function1.class);
  }

  @Test
  void shouldRefuseWhatIsCutOff() {
    byte[] bytes = codec.encode(simple().bind(1));
    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(SerializationException.class);
    }
  }

  @Test
  void shouldRefuseACapturedValueThatAnnouncesMoreThanItsBytes() {
    int number = 7;
    byte[] bytes = codec.encode((Function0<Integer>) () -> number);
    int length = bytes.length - Integer.BYTES - 1 - Integer.BYTES;
    assertThat(bytes[length]).isEqualTo((byte) (1 + Integer.BYTES));
    for (byte wrong : new byte[] {0, 100, -1}) {
      byte[] damaged = bytes.clone();
      damaged[length] = wrong;
      assertThatThrownBy(() -> codec.decode(damaged))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("cut off");
    }
  }
}
