package io.mp4j.runtime.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.IntArray;
import io.mp4j.IntValue;
import io.mp4j.Mp;
import io.mp4j.Shared;
import io.mp4j.function.Function0;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.runtime.SharedTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Objects in shared memory go when nobody uses them any more. */
class ReleaseTest extends SharedTest {
  private static final List<Function0<Shared>> MAKERS =
      List.of(
          () -> Mp.value(1),
          () -> Mp.rawValue(double.class, 1.0),
          () -> Mp.intArray(5_000),
          () -> Mp.rawArray(short.class, 3),
          () -> Mp.value(1L).withLock(Mp.lock()),
          () -> Mp.sharedMemory(10_000),
          () -> Mp.shareableList(List.of("one", 2)),
          () -> Mp.condition(),
          () -> Mp.boundedSemaphore(1));

  private Set<String> before;

  private static Set<String> files() {
    try (Stream<Path> entries = Files.list(Tree.current().directory())) {
      return entries
          .filter(path -> !Tree.isBell(path)) // made when a process first waits
          .map(path -> path.getFileName().toString())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void rememberFiles() throws Exception {
    child.call(() -> Mp.event().close()); // the child has what it keeps
    before = files();
  }

  private void awaitOnlyFilesFromBefore() {
    patiently()
        .untilAsserted(
            () -> {
              System.gc();
              child.call(() -> System.gc());
              Set<String> left = files();
              left.removeAll(before);
              assertThat(left).isEmpty();
            });
  }

  @Test
  @DisplayName("135 _TestHeap.test_heap")
  void shouldLeaveNoFileOfManyThatWereClosed() throws Exception {
    Random random = new Random(1);
    List<Shared> open = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      open.add(MAKERS.get(random.nextInt(MAKERS.size())).call());
      if (open.size() > 50) {
        Collections.swap(open, random.nextInt(open.size()), open.size() - 1);
        open.remove(open.size() - 1).close();
      }
    }
    assertThat(files().size()).isGreaterThan(before.size());
    open.forEach(Shared::close);
    open.clear(); // what they refer to has handles of its own
    awaitOnlyFilesFromBefore();
  }

  @Test
  @DisplayName("136 _TestHeap.test_free_from_gc")
  void shouldLeaveNoFileOfManyThatWereForgotten() throws Exception {
    for (int i = 0; i < 300; i++) {
      assertThat(MAKERS.get(i % MAKERS.size()).call().isClosed()).isFalse();
    }
    child.call(ReleaseTest::makeAndForget);
    awaitOnlyFilesFromBefore();
  }

  private static void makeAndForget() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(MAKERS.get(i % MAKERS.size()).call().isClosed()).isFalse();
    }
  }

  @Test
  void shouldStayAsLongAsSomebodyHasAHandle() throws Exception {
    IntArray array = Mp.intArray(3);
    child.call(() -> Keeper.kept = array);
    IntArray back = child.call(() -> Keeper.kept);
    array.close();
    back.close();
    for (int i = 0; i < 3; i++) {
      System.gc();
      child.call(() -> System.gc());
      child.call(() -> Keeper.kept.getAndAdd(1, 1));
    }
    assertThat(child.<Integer>call(() -> Keeper.kept.getAsInt(1))).isEqualTo(3);
    assertThat(before.containsAll(files())).isFalse();
    child.call(() -> Keeper.kept.close());
    awaitOnlyFilesFromBefore();
  }

  /** What the child keeps. */
  private static final class Keeper {
    static IntArray kept;
  }

  /** Its elements are still seen through the buffer when nothing refers to the handle. */
  @Test
  void shouldLeaveBuffersOfForgottenHandlesValid() {
    List<IntBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      buffers.add(Mp.array(new int[] {i, i + 1}).intBuffer());
    }
    awaitOnlyFilesFromBefore();
    for (int i = 0; i < 50; i++) {
      IntValue other = keep(Mp.value(-1)); // may get memory that is free again
      assertThat(other.getAsInt()).isEqualTo(-1);
      assertThat(buffers.get(i).get(1)).isEqualTo(i + 1);
    }
  }
}
