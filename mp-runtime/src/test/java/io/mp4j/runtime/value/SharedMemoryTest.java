package io.mp4j.runtime.value;

import static io.mp4j.runtime.TestContext.mp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.MpException;
import io.mp4j.Queue;
import io.mp4j.SerializationException;
import io.mp4j.SharedMemory;
import io.mp4j.runtime.SharedTest;
import io.mp4j.runtime.TestChild;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of bytes. */
class SharedMemoryTest extends SharedTest {

  private SharedMemory make(long size) {
    return keep(mp().sharedMemory(size));
  }

  private static void assertMissing(String name) {
    assertThatThrownBy(() -> mp().openSharedMemory(name).close())
        .isInstanceOf(MpException.class)
        .hasCauseInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(name);
  }

  private static boolean isMissing(String name) {
    try (SharedMemory memory = mp().openSharedMemory(name)) {
      return memory.isClosed();
    } catch (MpException e) {
      return e.getCause() instanceof NoSuchFileException;
    }
  }

  private static void assertTaken(String name) {
    assertThatThrownBy(() -> mp().sharedMemory(name, 1).close())
        .isInstanceOf(MpException.class)
        .hasCauseInstanceOf(FileAlreadyExistsException.class)
        .hasMessageEndingWith("name=" + name);
  }

  private static void write(SharedMemory memory, String text) {
    memory.buffer().put(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void put(SharedMemory memory, int at, int value) {
    memory.buffer(at, 1).put(0, (byte) value);
  }

  private static String read(SharedMemory memory, int length) {
    byte[] bytes = new byte[length];
    memory.buffer().get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  // --- Python's scenarios ------------------------------------------------------------------------
  @Test
  @DisplayName("140 _TestSharedMemory.test_shared_memory_basics")
  void shouldBeFoundByItsName() throws Exception {
    String name = "basics.of_a-Block1";
    SharedMemory memory = keep(mp().sharedMemory(name, 512));
    assertThat(memory.name()).isEqualTo(name);
    assertThat(memory.size()).isEqualTo(512);
    assertThat(memory.buffer().capacity()).isEqualTo(512);
    assertThat(memory.toString()).contains(name, "512");
    memory.buffer().put(0, (byte) 42);
    assertThat(memory.buffer().get(0)).isEqualTo((byte) 42);

    SharedMemory same = mp().openSharedMemory(name);
    assertThat(same.name()).isEqualTo(name);
    assertThat(same.size()).isEqualTo(512);
    assertThat(same.buffer().get(0)).isEqualTo((byte) 42);
    same.buffer().put(511, (byte) 43);
    same.close();
    assertThat(memory.buffer().get(511)).isEqualTo((byte) 43);

    assertTaken(name);
    child.call(() -> assertTaken(name));
    assertThat(memory.buffer().get(0)).isEqualTo((byte) 42);
    assertMissing("not-there");
    child.call(() -> assertMissing("not-there"));

    memory.unlink();
    memory.unlink();
    child.call(() -> assertMissing(name));
  }

  @Test
  @DisplayName("141 _TestSharedMemory.test_shared_memory_recreate")
  void shouldHaveANameThatNobodyElseHas() throws Exception {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      names.add(make(1).name());
      names.add(child.call(() -> nameOfAnotherOne()));
    }
    assertThat(names).hasSize(100).allMatch(name -> name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*"));
  }

  private static String nameOfAnotherOne() {
    try (SharedMemory memory = mp().sharedMemory(1)) {
      return memory.name();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -512, Long.MIN_VALUE})
  @DisplayName("142 _TestSharedMemory.test_invalid_shared_memory_cration")
  void shouldRefuseASizeBelowOne(long size) {
    assertThatThrownBy(() -> mp().sharedMemory(size)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mp().sharedMemory("invalid", size))
        .isInstanceOf(IllegalArgumentException.class);
    assertMissing("invalid");
  }

  @ProcessesOnly("threads have the same object")
  @Test
  @DisplayName("143 _TestSharedMemory.test_shared_memory_pickle_unpickle")
  void shouldBeTheSameBlockWhenItHasTravelled() throws Exception {
    SharedMemory memory = make(512);
    write(memory, "pickle");
    SharedMemory second = secondHandle(memory);
    assertThat(second.name()).isEqualTo(memory.name());
    assertThat(second.size()).isEqualTo(512);
    assertThat(read(second, 6)).isEqualTo("pickle");
    write(memory, "newval");
    assertThat(read(second, 6)).isEqualTo("newval");
    write(second, "oldval");
    assertThat(read(memory, 6)).isEqualTo("oldval");
  }

  @ProcessesOnly("what passes by reference always arrives")
  @Test
  @DisplayName("144 _TestSharedMemory.test_shared_memory_pickle_unpickle_dead_object")
  void shouldNotArriveWhenItIsGone() throws Exception {
    try (Queue<SharedMemory> queue = mp().queue()) {
      SharedMemory memory = mp().sharedMemory(512);
      queue.put(memory);
      memory.unlink();
      memory.close();
      assertThatThrownBy(() -> child.call(() -> queue.get()))
          .isInstanceOf(SerializationException.class)
          .hasRootCauseInstanceOf(NoSuchFileException.class);
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  @Test
  @DisplayName("145 _TestSharedMemory.test_shared_memory_across_processes")
  void shouldBeWrittenByAnotherProcess() throws Exception {
    SharedMemory memory = make(512);
    String name = memory.name();
    child.call(
        () -> {
          try (SharedMemory opened = mp().openSharedMemory(name)) {
            write(opened, "howdy");
          }
        });
    assertThat(read(memory, 5)).isEqualTo("howdy");
    child.call(
        () -> {
          write(memory, "HELLO");
          memory.close();
        });
    assertThat(read(memory, 5)).isEqualTo("HELLO");
  }

  @ProcessesOnly("statics are the same for all threads")
  @Test
  @DisplayName("152 _TestSharedMemory.test_shared_memory_cleaned_after_process_termination")
  void shouldGoWithTheLastProcessThatHadIt() throws Exception {
    TestChild killed = startChild();
    killed.call(() -> makeAndHoldOn("of-the-killed", "shared-with-the-killed"));
    SharedMemory shared = keep(mp().openSharedMemory("shared-with-the-killed"));
    keep(mp().openSharedMemory("of-the-killed")).close();
    killed.kill();
    patiently().until(() -> isMissing("of-the-killed"));
    assertThat(read(shared, 5)).isEqualTo("howdy");
    assertThat(child.<String>call(() -> readByName("shared-with-the-killed"))).isEqualTo("howdy");
    keep(mp().sharedMemory("of-the-killed", 1));
  }

  private static final Set<SharedMemory> HELD = new HashSet<>();

  private static void makeAndHoldOn(String... names) {
    for (String name : names) {
      SharedMemory memory = mp().sharedMemory(name, 10);
      write(memory, "howdy");
      HELD.add(memory);
    }
  }

  private static String readByName(String name) {
    try (SharedMemory memory = mp().openSharedMemory(name)) {
      return read(memory, 5);
    }
  }

  @Test
  @DisplayName("195 TestResourceTracker.test_too_long_name_resource")
  void shouldRefuseANameThatIsTooLong() {
    String longest = "a".repeat(100);
    assertThat(keep(mp().sharedMemory(longest, 1)).name()).isEqualTo(longest);
    assertThat(keep(mp().openSharedMemory(longest)).size()).isEqualTo(1);
    for (String name : List.of(longest + "a", "a".repeat(600))) {
      refuseName(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        ".hidden",
        "-rf",
        "a/b",
        "/a",
        "../a",
        "a\\b",
        "a b",
        "a\nb",
        "a\0b",
        "caf\u00e9",
        "a:b",
        "*"
      })
  @DisplayName("3.13 _TestSharedMemory.test_shared_memory_name_with_embedded_null")
  void shouldRefuseANameOfOtherCharacters(String name) {
    refuseName(name);
  }

  private static void refuseName(String name) {
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> mp().sharedMemory(name, 1),
            () -> mp().openSharedMemory(name),
            () -> mp().shareableList(name, List.of(1)),
            () -> mp().openShareableList(name))) {
      assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("3.13 _TestSharedMemory.test_shared_memory_untracking")
  void shouldStayWhenOneThatAttachedHasEnded() throws Exception {
    SharedMemory memory = make(5);
    write(memory, "howdy");
    String name = memory.name();
    for (boolean orderly : new boolean[] {true, false}) {
      TestChild other = startChild();
      assertThat(
              other.<String>call(
                  () -> {
                    HELD.add(mp().openSharedMemory(name));
                    return readByName(name);
                  }))
          .isEqualTo("howdy");
      if (orderly) {
        other.end();
      } else {
        other.kill();
      }
      assertThat(readByName(name)).isEqualTo("howdy");
    }
    assertThat(child.<String>call(() -> readByName(name))).isEqualTo("howdy");
  }

  // --- names -------------------------------------------------------------------------------------
  @Test
  void shouldRefuseANameOfNull() {
    assertThatThrownBy(() -> mp().sharedMemory(null, 1)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> mp().openSharedMemory(null)).isInstanceOf(NullPointerException.class);
  }

  @ProcessesOnly("statics are the same for all threads")
  @Test
  void shouldServeThoseWhoHaveItWhenUnlinked() throws Exception {
    SharedMemory memory = keep(mp().sharedMemory("unlinked", 8));
    child.call(() -> HELD.add(memory));
    memory.buffer().put(0, (byte) 1);
    child.call(() -> HELD.iterator().next().unlink());
    assertMissing("unlinked");
    memory.buffer().put(1, (byte) 2);
    child.call(
        () -> {
          SharedMemory held = HELD.iterator().next();
          assertThat(held.buffer().get(0)).isEqualTo((byte) 1);
          assertThat(held.buffer().get(1)).isEqualTo((byte) 2);
          held.buffer().put(2, (byte) 3);
          assertMissing("unlinked");
        });
    assertThat(memory.buffer().get(2)).isEqualTo((byte) 3);
    assertThat(memory.name()).isEqualTo("unlinked");

    SharedMemory next = keep(mp().sharedMemory("unlinked", 16));
    assertThat(next.buffer().get(0)).isZero();
    memory.unlink(); // has none any more, and takes none away
    try (SharedMemory opened = mp().openSharedMemory("unlinked")) {
      assertThat(opened.size()).isEqualTo(16);
    }
    memory.close();
    assertThat(child.<Long>call(() -> sizeOf("unlinked"))).isEqualTo(16);
    child.call(
        () -> {
          HELD.forEach(SharedMemory::close);
          HELD.clear();
        });
    assertThat(sizeOf("unlinked")).isEqualTo(16);
  }

  private static long sizeOf(String name) {
    try (SharedMemory memory = mp().openSharedMemory(name)) {
      return memory.size();
    }
  }

  @Test
  void shouldGiveItsNameBackWithTheLastHandle() throws Exception {
    SharedMemory memory = mp().sharedMemory("last", 1);
    SharedMemory opened = mp().openSharedMemory("last");
    SharedMemory opened2 = child.call(() -> mp().openSharedMemory("last"));
    memory.close();
    assertTaken("last");
    opened.close();
    assertTaken("last");
    opened2.close();
    child.call(() -> System.gc()); // its handle was forgotten when the answer was sent
    patiently()
        .until(
            () -> {
              child.call(() -> System.gc());
              return isMissing("last");
            });
    keep(mp().sharedMemory("last", 2));
    assertThat(child.<Long>call(() -> sizeOf("last"))).isEqualTo(2);
  }

  // --- bytes -------------------------------------------------------------------------------------
  @ParameterizedTest
  @ValueSource(longs = {1, 7, 4095, 4096, 4097, 1_000_003})
  void shouldBeOfTheSizeAskedForAndZero(long size) throws Exception {
    for (int i = 0; i < 2; i++) {
      try (SharedMemory memory = mp().sharedMemory(size)) {
        assertThat(memory.size()).isEqualTo(size);
        ByteBuffer buffer = memory.buffer();
        assertThat(buffer.remaining()).isEqualTo((int) size);
        assertThat(buffer.isDirect()).isTrue();
        assertThat(buffer.order()).isEqualTo(ByteOrder.nativeOrder());
        while (buffer.hasRemaining()) {
          if (buffer.get() != 0) {
            throw new AssertionError("not zero at " + (buffer.position() - 1));
          }
        }
        for (int j = 0; j < size; j++) {
          buffer.put(j, (byte) -1);
        }
        String name = memory.name();
        assertThat(child.<Long>call(() -> sizeOf(name))).isEqualTo(size);
      }
    }
  }

  @Test
  void shouldShowPartsInPlace() throws Exception {
    SharedMemory memory = make(10_000);
    ByteBuffer part = memory.buffer(5_001, 4);
    assertThat(part.capacity()).isEqualTo(4);
    assertThat(part.order()).isEqualTo(ByteOrder.nativeOrder());
    part.putInt(0, 0x0102_0304);
    assertThat(memory.buffer().getInt(5_001)).isEqualTo(0x0102_0304);
    child.call(() -> put(memory, 9_999, 9));
    assertThat(memory.buffer().get(9_999)).isEqualTo((byte) 9);
    assertThatThrownBy(() -> part.get(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(memory.buffer(0, 10_000).capacity()).isEqualTo(10_000);
    assertThat(memory.buffer(10_000, 0).capacity()).isZero();
    assertThat(memory.buffer(0, 0).capacity()).isZero();
  }

  @Test
  void shouldRefusePartsThatAreNotInside() {
    SharedMemory memory = make(100);
    long[][] parts = {
      {-1, 1},
      {0, -1},
      {0, 101},
      {100, 1},
      {101, 0},
      {1, 100},
      {Long.MAX_VALUE, 1},
      {Long.MAX_VALUE, Integer.MAX_VALUE},
      {1, Integer.MAX_VALUE},
      {Long.MIN_VALUE, 1},
      {1L << 32, 1},
      {-1, Integer.MAX_VALUE},
      {0, Integer.MIN_VALUE}
    };
    for (long[] part : parts) {
      assertThatThrownBy(() -> memory.buffer(part[0], (int) part[1]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ProcessesOnly("threads have the same object")
  @Test
  void shouldLeaveItsBuffersValidWhenClosed() throws Exception {
    SharedMemory memory = mp().sharedMemory(1 << 20);
    SharedMemory second = secondHandle(memory);
    ByteBuffer all = memory.buffer();
    ByteBuffer part = memory.buffer(1 << 19, 8);
    memory.close();
    child.call(() -> put(second, 1 << 19, 5));
    second.close();
    for (int i = 0; i < 3; i++) {
      System.gc();
      assertThat(all.get(1 << 19)).isEqualTo((byte) 5);
      part.put(1, (byte) i);
      assertThat(all.get((1 << 19) + 1)).isEqualTo((byte) i);
    }
  }

  @Test
  void shouldFailOnceClosed() {
    SharedMemory memory = mp().sharedMemory("closed", 10);
    memory.close();
    memory.close();
    assertThat(memory.isClosed()).isTrue();
    assertClosed(memory::buffer, () -> memory.buffer(0, 1));
    assertThatThrownBy(memory::buffer).hasMessageEndingWith(": SharedMemory closed");
  }

  @Test
  @EnabledIfSystemProperty(named = "io.mp4j.test.big", matches = "true")
  void shouldBeLargerThanTwoGibibytes() throws Exception {
    long size = (2L << 30) + 4_096;
    SharedMemory memory = make(size);
    assertThat(memory.size()).isEqualTo(size);
    assertThatThrownBy(memory::buffer).isInstanceOf(IllegalStateException.class);
    memory.buffer(size - 8, 8).putLong(0, 42);
    memory.buffer((2L << 30) - 4, 8).putLong(0, -1);
    child.call(
        () -> {
          assertThat(memory.buffer(size - 8, 8).getLong(0)).isEqualTo(42);
          assertThat(memory.buffer(2L << 30, 8).getInt(0)).isEqualTo(-1);
          assertThat(memory.buffer(8, Integer.MAX_VALUE).capacity()).isEqualTo(Integer.MAX_VALUE);
          memory.buffer(0, 1).put(0, (byte) 1);
        });
    assertThat(memory.buffer(0, 1).get(0)).isEqualTo((byte) 1);
    assertThatThrownBy(() -> memory.buffer(size - 7, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
