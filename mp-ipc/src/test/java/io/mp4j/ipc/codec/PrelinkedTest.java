package io.mp4j.ipc.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.function.Action0;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import io.mp4j.function.Function2;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class PrelinkedTest {
  private static final ClassLoader LOADER = PrelinkedTest.class.getClassLoader();

  private final Codec codec = new Codec(LOADER);

  /** Rebuilds a lambda whose place in the code was linked: its class is another one than before. */
  @SuppressWarnings("unchecked")
  private <T> T linked(T lambda) throws Throwable {
    byte[] bytes = codec.encode(lambda);
    Object before = codec.decode(bytes);
    byte[] outline = Prelinked.outline(lambda);
    assertThat(outline).isNotNull();
    Prelinked.link(outline, LOADER);
    Object rebuilt = codec.decode(bytes);
    assertThat(rebuilt.getClass()).isNotEqualTo(before.getClass());
    assertThat(rebuilt.getClass().getInterfaces()).isEqualTo(before.getClass().getInterfaces());
    return (T) rebuilt;
  }

  /** Captured where {@code this} is. */
  private static final class Counter {
    private int count;

    private Counter(int count) {
      this.count = count;
    }

    private int add(int more) {
      count += more;
      return count;
    }

    private Function1<Integer, Integer> adding() {
      return more -> add(more) + count;
    }
  }

  private static int square(int x) {
    return x * x;
  }

  @Test
  void shouldLinkMethodReferencesOfEveryKind() throws Throwable {
    Function1<Integer, Integer> ofStaticMethod = PrelinkedTest::square;
    Function2<Counter, Integer, Integer> ofAnyObject = Counter::add;
    Function1<Integer, Integer> ofOneObject = new Counter(7)::add;
    Function1<Integer, Counter> ofConstructor = Counter::new;
    Function2<List<Integer>, Integer, Integer> ofInterface = List::indexOf;

    assertThat(linked(ofStaticMethod).call(3)).isEqualTo(9);
    assertThat(linked(ofAnyObject).call(new Counter(1), 2)).isEqualTo(3);
    assertThat(linked(ofOneObject).call(3)).isEqualTo(10);
    assertThat(linked(ofConstructor).call(5).add(1)).isEqualTo(6);
    assertThat(linked(ofInterface).call(List.of(4, 5), 5)).isEqualTo(1);
  }

  @Test
  void shouldLinkLambdasWithWhatTheyCapture() throws Throwable {
    int number = 1;
    long large = Long.MAX_VALUE;
    byte small = 3;
    double fraction = 0.5;
    boolean truth = true;
    char letter = 'c';
    String text = "text";
    int[] array = {4, 5};
    Object nothing = null;
    List<String> list = new ArrayList<>(List.of("a"));
    Function0<List<Object>> all =
        () ->
            Arrays.asList(
                number, large, small, fraction, truth, letter, text, array[1], nothing, list);
    Function1<Integer, Integer> nested = linked(x -> x + number);
    Function1<Integer, Integer> outer = x -> nested.call(x) * 2;

    assertThat(linked(all).call())
        .containsExactly(
            1, Long.MAX_VALUE, (byte) 3, 0.5, true, 'c', "text", 5, null, List.of("a"));
    assertThat(linked(outer).call(4)).isEqualTo(10);
    assertThat(linked(new Counter(1).adding()).call(2)).isEqualTo(6);
  }

  @Test
  void shouldTellPlacesInOneClassApart() throws Throwable {
    Function0<String> first = linked(() -> "first");
    Function0<String> second = linked(() -> "second");
    Function0<String> unlinked = () -> "third";

    assertThat(first.call()).isEqualTo("first");
    assertThat(second.call()).isEqualTo("second");
    assertThat(copy(unlinked).call()).isEqualTo("third");
  }

  @SuppressWarnings("unchecked")
  private <T> T copy(T value) {
    return (T) codec.decode(codec.encode(value));
  }

  @Test
  void shouldLetWhatItMadeTravelOn() throws Throwable {
    int number = 2;
    Function1<Integer, Integer> made = linked(x -> x * number);
    assertThat(copy(copy(made)).call(4)).isEqualTo(8);
  }

  private interface Marker {}

  @Test
  void shouldLeaveToTheCompilerWhatItsFormDoesNotTell() throws Exception {
    Callable<Integer> ofTheJdk = (Callable<Integer> & Serializable) () -> 1;
    Action0 marked = (Action0 & Marker) () -> {};

    assertThat(Prelinked.outline(ofTheJdk)).isNull();
    assertThat(Prelinked.outline(marked)).isNull();
    assertThat(copy(marked)).isInstanceOf(Marker.class);
    assertThat(Prelinked.outline("no lambda")).isNull();
    assertThat(Prelinked.outline((Runnable) () -> {})).isNull();
  }

  @Test
  void shouldRefuseWhatIsNotInTheClass() {
    byte[] outline = Prelinked.outline((Action0) () -> {});
    String other = new String(outline, ISO_8859_1);
    byte[] renamed = other.replace("lambda$", "lambdb$").getBytes(ISO_8859_1);

    assertThat(renamed).isNotEqualTo(outline);
    assertThatThrownBy(() -> Prelinked.link(renamed, LOADER))
        .isInstanceOf(ReflectiveOperationException.class);
    assertThatThrownBy(() -> Prelinked.link(new byte[] {1, 2, 3}, LOADER)).isNotNull();
  }
}
