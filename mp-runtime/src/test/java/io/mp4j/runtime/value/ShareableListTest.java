package io.mp4j.runtime.value;

import static io.mp4j.runtime.TestContext.mp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Connection;
import io.mp4j.IntValue;
import io.mp4j.MpException;
import io.mp4j.Pipe;
import io.mp4j.Queue;
import io.mp4j.SerializationException;
import io.mp4j.ShareableList;
import io.mp4j.runtime.SharedTest;
import io.mp4j.runtime.TestChild;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTask;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lists of fixed length. */
class ShareableListTest extends SharedTest {

  private ShareableList make(Object... elements) {
    return keep(mp().shareableList(Arrays.asList(elements)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertMissing(String name) {
    assertThatThrownBy(() -> mp().openShareableList(name).close())
        .isInstanceOf(MpException.class)
        .hasCauseInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(name);
  }

  // --- Python's scenarios ------------------------------------------------------------------------
  @Test
  @DisplayName("149 _TestSharedMemory.test_shared_memory_ShareableList_basics")
  void shouldBeAListOfFixedLength() throws Exception {
    ShareableList list = make("howdy", bytes("HoWdY"), -273.154, 100, null, true, 42);
    assertThat(list).hasSize(7);
    assertThat(list.get(0)).isEqualTo("howdy");
    assertThat(list.get(1)).isEqualTo(bytes("HoWdY"));
    assertThat(list.subList(2, 7)).containsExactly(-273.154, 100L, null, true, 42L);
    List<Object> iterated = new ArrayList<>();
    list.forEach(iterated::add);
    assertThat(iterated).hasSize(7).endsWith(-273.154, 100L, null, true, 42L);
    for (int index : new int[] {-1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> list.get(index)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> list.set(index, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(list.indexOf(100L)).isEqualTo(3);
    assertThat(list.indexOf("100")).isEqualTo(-1);
    assertThat(list.indexOf(null)).isEqualTo(4);
    assertThat(list.contains("howdy")).isTrue();

    assertThat(list.set(0, "howdy")).isEqualTo("howdy");
    assertThat(list.set(3, 42)).isEqualTo(100L);
    assertThat(list.get(3)).isEqualTo(42L);
    assertThat(list.set(4, "some")).isNull();
    assertThat(list.get(4)).isEqualTo("some");
    assertThatThrownBy(() -> list.set(4, "far too many"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(list.get(4)).isEqualTo("some");
    list.set(0, "encod\u00e9s"); // 8 bytes in UTF-8
    assertThat(list.get(0)).isEqualTo("encod\u00e9s");
    assertThat(list.get(1)).isEqualTo(bytes("HoWdY"));
    assertThatThrownBy(() -> list.set(0, "encod\u00e9es")) // 9 bytes
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> list.set(1, bytes("123456789")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(list.get(0)).isEqualTo("encod\u00e9s");
    assertThat(list.get(1)).isEqualTo(bytes("HoWdY"));

    assertThat(list.count(42L)).isEqualTo(2);
    assertThat(list.count(bytes("HoWdY"))).isEqualTo(1);
    assertThat(list.count(bytes("adios"))).isZero();
    assertThat(list.count(null)).isZero();

    ShareableList copy = keep(mp().shareableList("duplicate", list));
    assertThat(copy.name()).isEqualTo("duplicate").isNotEqualTo(list.name());
    assertThat(copy.subList(2, 7)).isEqualTo(list.subList(2, 7));
    copy.set(6, 77);
    assertThat(copy.get(6)).isEqualTo(77L);
    assertThat(list.get(6)).isEqualTo(42L);

    ShareableList tethered = keep(mp().openShareableList(list.name()));
    assertThat(tethered.name()).isEqualTo(list.name());
    tethered.set(6, 880);
    assertThat(list.get(6)).isEqualTo(880L);
    tethered.close();
    assertThat(list.get(6)).isEqualTo(880L);

    ShareableList empty = make();
    assertThat(empty).isEmpty();
    assertThat(empty.count("any")).isZero();
    assertThat(empty.indexOf(null)).isEqualTo(-1);
    assertThatThrownBy(() -> empty.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(empty.iterator().hasNext()).isFalse();
    assertThat(child.<Integer>call(() -> empty.size())).isZero();
  }

  @ProcessesOnly("nothing travels")
  @Test
  @DisplayName("150 _TestSharedMemory.test_shared_memory_ShareableList_pickling")
  void shouldTravelAsASmallReference() throws Exception {
    ShareableList list = keep(mp().shareableList(IntStream.range(0, 10).boxed().toList()));
    ShareableList second = secondHandle(list);
    assertThat(second).hasSize(10);
    assertThat(second.get(9)).isEqualTo(9L);
    second.set(4, "changed");
    assertThat(list.get(4)).isEqualTo("changed");
    list.set(3, "newvalue");
    assertThat(second.get(3)).isEqualTo("newvalue");
    child.call(() -> list.set(2, "child"));
    assertThat(second.get(2)).isEqualTo("child");
    assertThat(second.name()).isEqualTo(list.name());

    ShareableList larger = keep(mp().shareableList(Collections.nCopies(4_000, 1)));
    try (Pipe<ShareableList> pipe = mp().pipe()) {
      Connection<ShareableList> end = pipe.parent();
      end.send(list);
      end.send(larger);
      int length = pipe.child().recvBytes().length;
      assertThat(pipe.child().recvBytes().length).isBetween(length - 20, length + 20);
      list.unlink(); // as what is received as bytes counts as being on its way
      larger.unlink();
    }
  }

  @ProcessesOnly("what passes by reference always arrives")
  @Test
  @DisplayName("151 _TestSharedMemory.test_shared_memory_ShareableList_pickling_dead_object")
  void shouldNotArriveWhenItIsGone() throws Exception {
    try (Queue<ShareableList> queue = mp().queue()) {
      ShareableList list = mp().shareableList(List.of(1, 2, 3));
      queue.put(list);
      list.unlink();
      list.close();
      assertThatThrownBy(() -> child.call(() -> queue.get()))
          .isInstanceOf(SerializationException.class)
          .hasRootCauseInstanceOf(NoSuchFileException.class);
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  // --- elements ----------------------------------------------------------------------------------
  @Test
  void shouldKeepEveryValueAsItIs() throws Exception {
    List<Object> values =
        Arrays.asList(
            null,
            true,
            false,
            0L,
            -1L,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            0.0,
            -0.0,
            Double.NaN,
            Double.MIN_VALUE,
            Double.NEGATIVE_INFINITY,
            "",
            "a",
            "a\0\0",
            "\0",
            " ",
            "\u00e9\ud83d\ude00",
            "twenty-four bytes long..");
    ShareableList list = keep(mp().shareableList(values));
    assertThat(new ArrayList<>(list)).isEqualTo(values);
    assertThat(child.<List<Object>>call(() -> new ArrayList<>(list))).isEqualTo(values);
    assertThat(list).isEqualTo(values).hasSameHashCodeAs(values);

    ShareableList ofBytes = make(new byte[0], new byte[] {1, 0, 0}, new byte[] {0});
    assertThat(ofBytes.get(0)).isEqualTo(new byte[0]);
    assertThat(ofBytes.get(1)).isEqualTo(new byte[] {1, 0, 0});
    assertThat(ofBytes.get(2)).isEqualTo(new byte[] {0});
    assertThat(ofBytes.count(new byte[] {1})).isZero();
  }

  @Test
  void shouldWidenNumbers() {
    ShareableList list = make((byte) -1, (short) -2, -3, -4L, 0.5f);
    assertThat(list).containsExactly(-1L, -2L, -3L, -4L, 0.5);
    list.set(0, (short) 7);
    list.set(1, 1.5f);
    assertThat(list.subList(0, 2)).containsExactly(7L, 1.5);
  }

  @Test
  void shouldFindWhatWasPutInInAnotherForm() {
    ShareableList list = make("red", 3, true, 0.5f, new byte[] {1, 2}, 3);
    assertThat(list.indexOf(3)).isEqualTo(1);
    assertThat(list.indexOf(3L)).isEqualTo(1);
    assertThat(list.lastIndexOf((short) 3)).isEqualTo(5);
    assertThat(list.indexOf(0.5f)).isEqualTo(3);
    assertThat(list.indexOf(new byte[] {1, 2})).isEqualTo(4);
    assertThat(list.contains((byte) 3)).isTrue();
    assertThat(list.count(3)).isEqualTo(2);
    assertThat(list.indexOf(4)).isEqualTo(-1);
    assertThat(list.lastIndexOf("blue")).isEqualTo(-1);
    assertThat(list.contains(null)).isFalse();
  }

  @Test
  void shouldHoldCopiesOfBytes() {
    byte[] given = {1, 2, 3};
    ShareableList list = make((Object) given);
    given[0] = 100;
    assertThat(list.get(0)).isEqualTo(new byte[] {1, 2, 3});
    ((byte[]) list.get(0))[1] = 100;
    assertThat(list.get(0)).isEqualTo(new byte[] {1, 2, 3});
    byte[] next = {4};
    list.set(0, next);
    next[0] = 100;
    assertThat(list.get(0)).isEqualTo(new byte[] {4});
  }

  @Test
  void shouldChangeTheTypeOfAnElement() throws Exception {
    ShareableList list = make(1, 2, 3);
    for (Object value :
        Arrays.asList(
            "12345678", null, 5L, bytes("12345678"), true, "", -0.5, "\u00e9\u00e9\u00e9\u00e9")) {
      list.set(1, value);
      assertThat(list.get(1)).isEqualTo(value);
      assertThat(child.<Object>call(() -> list.get(1))).isEqualTo(value);
      assertThat(list.get(0)).isEqualTo(1L);
      assertThat(list.get(2)).isEqualTo(3L);
    }
  }

  @Test
  void shouldHaveTheRoomOfTheFirstValueRoundedUpToEight() {
    for (int length = 0; length <= 40; length++) {
      ShareableList list = make(1, "x".repeat(length), new byte[length], 2);
      int room = Math.max(8, (length + 7) / 8 * 8);
      list.set(1, 0L);
      list.set(1, "y".repeat(room));
      list.set(2, new byte[room]);
      assertThat(list.get(1)).isEqualTo("y".repeat(room));
      assertThat(list.get(2)).isEqualTo(new byte[room]);
      assertThatThrownBy(() -> list.set(1, "z".repeat(room + 1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> list.set(1, new byte[room + 1]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> list.set(2, "z".repeat(room - 1) + "\u00e9"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(list.get(0)).isEqualTo(1L);
      assertThat(list.get(1)).isEqualTo("y".repeat(room));
      assertThat(list.get(2)).isEqualTo(new byte[room]);
      assertThat(list.get(3)).isEqualTo(2L);
    }
  }

  @Test
  void shouldRefuseWhatItCannotHold() {
    ShareableList list = make(1, "two");
    for (Object value :
        List.of('c', BigInteger.ONE, new int[] {1}, List.of(1), new Object(), Duration.ZERO)) {
      assertThatThrownBy(() -> mp().shareableList(List.of(1, value)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> list.set(0, value)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(list).containsExactly(1L, "two");
    assertThatThrownBy(() -> mp().shareableList(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void shouldNeitherGrowNorShrink() {
    ShareableList list = make(1, 2, 3);
    assertThatThrownBy(() -> list.add(4)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> list.add(0, 4)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> list.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> list.remove(Long.valueOf(1)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> removeFirst(list)).isInstanceOf(UnsupportedOperationException.class);
    assertThat(list).containsExactly(1L, 2L, 3L);
  }

  private static void removeFirst(ShareableList list) {
    var iterator = list.iterator();
    iterator.next();
    iterator.remove();
  }

  @Test
  void shouldBehaveAsAList() {
    ShareableList list = make(3, 1, 2);
    var iterator = list.listIterator();
    iterator.next();
    iterator.set(5);
    assertThat(list.get(0)).isEqualTo(5L);
    list.replaceAll(element -> (long) element * 2);
    assertThat(list).containsExactly(10L, 2L, 4L);
    Collections.sort(list, (a, b) -> Long.compare((long) a, (long) b));
    assertThat(list).containsExactly(2L, 4L, 10L);
    assertThat(list.toArray()).containsExactly(2L, 4L, 10L);
    assertThat(list.stream().mapToLong(element -> (long) element).sum()).isEqualTo(16);
    assertThatThrownBy(() -> list.listIterator(3).next())
        .isInstanceOf(NoSuchElementException.class);
    assertThat(list.lastIndexOf(4L)).isEqualTo(1);
  }

  @Test
  void shouldBeLong() throws Exception {
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < 20_000; i++) {
      numbers.add(i * i);
    }
    ShareableList list = keep(mp().shareableList(numbers));
    assertThat(child.<Object>call(() -> list.get(19_999))).isEqualTo(19_999L * 19_999);
    assertThat(list).isEqualTo(numbers);
    ShareableList text = make("x".repeat(1_000_000), 1);
    assertThat(child.<Integer>call(() -> ((String) text.get(0)).length())).isEqualTo(1_000_000);
  }

  // --- several processes -------------------------------------------------------------------------
  @Test
  void shouldShowAnElementBeforeOrAfterAChange() throws Exception {
    ShareableList list = make("aaaaaaaaaaaaaaaaaaaaaaaa", 0);
    IntValue done = keep((IntValue) mp().rawValue(int.class, 0));
    IntValue begun = keep((IntValue) mp().value(int.class, 0));
    List<TestTask<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      writers.add(places().get(i).begin(() -> changeUntil(list, begun, done)));
    }
    for (int i = 0; i < 20_000 || begun.getAsInt() < 2; i++) {
      checkWhole(list.get(0));
    }
    assertThat(child.<Integer>call(() -> checkWholeOften(list))).isEqualTo(20_000);
    done.set(1);
    for (TestTask<Integer> writer : writers) {
      assertThat(writer.get()).isPositive();
    }
    assertThat(list.get(1)).isEqualTo(0L);
  }

  private static int changeUntil(ShareableList list, IntValue begun, IntValue done) {
    begun.getAndAdd(1);
    return changeUntil(list, done);
  }

  private static int changeUntil(ShareableList list, IntValue done) {
    int changes = 0;
    do {
      list.set(0, "bbbbbbbb");
      list.set(0, -1L);
      list.set(0, bytes("cccccccccccccccccccccccc"));
      list.set(0, "aaaaaaaaaaaaaaaaaaaaaaaa");
      changes++;
    } while (done.getAsInt() == 0);
    return changes;
  }

  private static int checkWholeOften(ShareableList list) {
    for (int i = 0; i < 20_000; i++) {
      checkWhole(list.get(0));
    }
    return 20_000;
  }

  private static void checkWhole(Object element) {
    if (!(element.equals("bbbbbbbb")
        || element.equals(-1L)
        || element.equals("aaaaaaaaaaaaaaaaaaaaaaaa")
        || (element instanceof byte[] array
            && Arrays.equals(array, bytes("cccccccccccccccccccccccc"))))) {
      throw new AssertionError("a mixture: " + element);
    }
  }

  @ProcessesOnly("threads cannot be killed")
  @Test
  void shouldBeUsableWhenAWriterWasKilled() throws Exception {
    for (int round = 0; round < 3; round++) {
      ShareableList list = make("aaaaaaaaaaaaaaaaaaaaaaaa", 7);
      IntValue never = keep((IntValue) mp().rawValue(int.class, 0));
      TestChild victim = startChild();
      victim.begin(() -> changeUntil(list, never));
      assertThat(victim.<Boolean>call(() -> true)).isTrue();
      Thread.sleep(20L * round); // at another moment each time
      victim.kill();
      here.begin(() -> readOrFail(list)).get();
      child.begin(() -> list.set(0, "new")).get();
      assertThat(list).containsExactly("new", 7L);
      assertThat(child.<Object>call(() -> list.get(0))).isEqualTo("new");
    }
  }

  private static void readOrFail(ShareableList list) {
    try {
      checkWhole(list.get(0));
    } catch (MpException theWriterWasKilledInTheMiddle) {
      assertThat(theWriterWasKilledInTheMiddle).hasMessageContaining("0");
    }
  }

  // --- names and handles -------------------------------------------------------------------------
  @Test
  void shouldBeFoundByItsNameUntilItIsUnlinked() throws Exception {
    ShareableList list = keep(mp().shareableList("listed", List.of("one", 2)));
    assertThat(list.name()).isEqualTo("listed");
    assertThatThrownBy(() -> mp().shareableList("listed", List.of()))
        .isInstanceOf(MpException.class)
        .hasCauseInstanceOf(FileAlreadyExistsException.class);
    child.call(
        () -> {
          try (ShareableList opened = mp().openShareableList("listed")) {
            assertThat(opened).containsExactly("one", 2L);
            opened.set(0, 1);
          }
        });
    assertThat(list).containsExactly(1L, 2L);
    list.unlink();
    list.unlink();
    assertMissing("listed");
    child.call(() -> assertMissing("listed"));
    assertThat(list.set(1, "still")).isEqualTo(2L);
    keep(mp().shareableList("listed", List.of()));
    assertThat(child.<Integer>call(() -> sizeOf("listed"))).isZero();
  }

  private static int sizeOf(String name) {
    try (ShareableList list = mp().openShareableList(name)) {
      return list.size();
    }
  }

  @Test
  void shouldNotBeOpenedWhenItIsSomethingElse() {
    keep(mp().sharedMemory("a-block", 1_000));
    assertThatThrownBy(() -> mp().openShareableList("a-block").close())
        .isInstanceOf(MpException.class);
  }

  @Test
  void shouldFailOnceClosed() {
    ShareableList list = make(1, 2);
    list.close();
    list.close();
    assertThat(list.isClosed()).isTrue();
    assertClosed(() -> list.get(0), () -> list.set(0, 1), () -> list.count(1));
  }
}
